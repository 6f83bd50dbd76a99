package dev.godwit.sampledata;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts of sample contacts, emails and engagements. */
final class Words {
  /** Ordinary given names. */
  static final String[] GIVEN =
      """
      Anna|Björn|Chloé|Dmytro|Elif|François|Giulia|Hans|İlker|João|Katarzyna|Łukasz|\
      Mary Ann|Noël|Ólafur|Pilar|Quentin|Renée|Søren|Thị Hoa|Ursula|Věra|Wim|Xóchitl|Yusuf|\
      Zoë|O'Brien|Jean-Luc|anna|HANS"""
          .split("\\|");

  /** Given names from right to left. */
  static final String[] RIGHT_TO_LEFT =
      """
      محمد|فاطمة|שרה|דוד|ليلى|نور الدين"""
          .split("\\|");

  /** Given names with characters of 4 bytes in UTF-8. */
  static final String[] FOUR_BYTES =
      """
      𠮷子|𝒜lice|Mia 😀|𐌰𐌱𐌲|👩‍👩‍👧 Kim"""
          .split("\\|");

  static final String[] FAMILY =
      """
      Müller|García Márquez|de la Cruz|O’Connor|Nguyễn|Øst|Şahin|Żak|van der Berg|Smith|\
      smith|SMITH|Ивáнова|Παπαδοπούλου|李|佐藤|Lindqvist|D'Angelo|St. John|Wu"""
          .split("\\|");

  /** Spellings of languages that the reference pack knows. */
  static final String[] LANGUAGES =
      """
      en|EN|en-US|en_GB|English|english |de|de-AT|Deutsch|German|fr|fr-CA|Français|es|\
      es-MX|Spanish|it|Italiano|nl|nl-BE|pl|Polski|pt-BR|pt|sv|Svenska|tr|Türkçe|ar|\
      العربية|iw|he|ja|日本語|zh-CN|中文|uk|Українська"""
          .split("\\|");

  static final String[] UNKNOWN_LANGUAGES =
      """
      xx|Klingon|eng/deu|??|unbekannt"""
          .split("\\|");

  /** Spellings of consent that the reference pack knows. */
  static final String[] CONSENTS =
      """
      granted|Granted|opt-in|Opt-In|yes|1|TRUE|withdrawn|opt-out|No|0|unsubscribed|unknown|\
      n/a"""
          .split("\\|");

  static final String[] UNKNOWN_CONSENTS =
      """
      maybe|legacy-import-7|see note|x"""
          .split("\\|");

  static final String[] BAD_ADDRESSES =
      """
      nobody|two@@signs.example|no domain@|@nobody.example|spaces in@side.example|\
      dots..twice@x.example|trailing.@dot.example|ann@localhost|n/a|ann@-hyphen-.example|\
      ann(at)gazette.example"""
          .split("\\|");

  static final String[] TAGS =
      """
      press|Press|TV|radio|Radio |sports|politics|Wirtschaft|élections|vip|VIP|blogger|\
      local|健康|tech & ai|food|moved?|🔥 hot|2019 import|do-not-call"""
          .split("\\|");

  static final byte[][] SENDERS =
      bytes(
          "news@agency.example",
          "Press Office <press@agency.example>",
          "info@agency.example",
          "no-reply@agency.example",
          "Élodie at Agency <elodie@agency.example>");

  static final byte[][] CAMPAIGNS = campaigns();
  static final byte[][] SUBJECTS = subjects();

  static final byte[][] AGENTS =
      bytes(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
          "Mozilla/5.0 (compatible; ImageProxy)",
          "Outlook-iOS/723.4027091.prod.iphone (3.24.0)",
          "",
          null,
          "python-requests/2.31.0");

  private Words() {}

  static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[][] bytes(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = utf8(texts[i]);
    }
    return bytes;
  }

  private static byte[][] campaigns() {
    byte[][] campaigns = new byte[64][];
    for (int i = 0; i < campaigns.length; i++) {
      campaigns[i] = i % 16 == 15 ? null : utf8("Campaign " + (2018 + i % 8) + "/" + (1 + i / 8));
    }
    campaigns[7] = utf8("");
    campaigns[11] = utf8("Kampagne „Frühling“ 🌷");
    return campaigns;
  }

  private static byte[][] subjects() {
    List<String> openings =
        List.of(
            "Invitation: ",
            "Reminder – ",
            "Embargo until Monday: ",
            "RE: ",
            "Pressemitteilung: ",
            "הזמנה: ",
            "دعوة: ",
            "🎉 ");
    List<String> matters =
        List.of(
            "the annual report",
            "new museum wing",
            "interview slots",
            "quarterly figures",
            "Ausstellung „Licht“",
            "product launch, 100 % new",
            "correction\tof figures",
            "visit \\ tour",
            "l'été à la mer",
            "新製品発表",
            "a \"quoted\" word",
            "open day",
            "recall",
            "line one\nline two",
            "price list €",
            "thank you");
    byte[][] subjects = new byte[openings.size() * matters.size()][];
    for (int i = 0; i < subjects.length; i++) {
      subjects[i] = utf8(openings.get(i / matters.size()) + matters.get(i % matters.size()));
    }
    subjects[5] = utf8("");
    subjects[21] = null;
    return subjects;
  }
}
