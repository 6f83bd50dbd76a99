package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Words;

/** The texts of a newsroom's rows. Those of people are the ones of every sample customer. */
final class NewsroomWords {
  static final String[] GIVEN = Words.texts("given");
  static final String[] FAMILY = Words.texts("family");
  static final String[] LANGUAGES = Words.texts("languages");
  static final String[] UNKNOWN_LANGUAGES = Words.texts("unknown-languages");
  static final String[] CONSENTS = Words.texts("consents");
  static final String[] UNKNOWN_CONSENTS = Words.texts("unknown-consents");
  static final String[] BAD_ADDRESSES = Words.texts("bad-addresses");
  static final String[] TAGS = Words.texts("tags");
  static final String[] AGENTS = Words.texts("agents");
  static final String[] PLACES = Words.texts("outlet-places");
  static final String[] PAPERS = Words.texts("outlet-kinds");
  static final String[] DOMAINS = {
    "gazette.example", "Herald.example", "post.example", "radio.example", "bücher-zeitung.example"
  };

  /** Separators of tags. */
  static final String[] SEPARATORS = {",", ", ", ";", " ; ", "|"};

  /** Each country's code, and the spellings that the tool holds of it. */
  static final String[][] COUNTRIES = {
    {"DE", "DE"},
    {"DE", "de"},
    {"DE", "Germany"},
    {"DE", "Deutschland"},
    {"AT", "Austria"},
    {"AT", "Österreich"},
    {"CH", "CH"},
    {"CH", "Schweiz"},
    {"FR", "fr"},
    {"FR", "France"},
    {"GB", "GB"},
    {"GB", "UK"},
    {"GB", "United Kingdom"},
    {"PL", " PL"},
    {"JP", "jp"},
    {"IT", "IT"},
    {"ES", "es"},
    {"NL", "NL "}
  };

  /** The code of a country that is gone since 2010. */
  static final String UNKNOWN_COUNTRY = "AN";

  static final String[] BOOKS = {"Newsdesk", "Sports", "Verlag & Anzeigen"};
  static final String[] LIST_KINDS = {"press", "Press", "newsletter", "", null};
  static final String[] STATUSES = {"active", "Active", "subscribed", "left", "unsub", "blocked"};
  static final String[] STATES = {"sent", "SENT", "delivered", "queued", "failed", "bounced"};
  static final String[] SUBJECTS = {
    "Morning briefing", "Einladung: „Licht“", "Embargo until Monday", "🎉 Weekend", "", null
  };
  static final String[] SENDERS = {
    "desk@newsroom.example", "Morning Desk <desk@newsroom.example>", "no-reply@newsroom.example"
  };
  static final String[] LOGINS = {"chief", "Anna.B", "sport", "night-desk"};
  static final String[] SOFT = {"soft", "SOFT", "transient"};
  static final String[] HARD = {"hard", "Hard", "permanent"};

  private NewsroomWords() {}
}
