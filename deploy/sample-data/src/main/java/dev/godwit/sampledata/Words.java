package dev.godwit.sampledata;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The texts of sample contacts, emails and engagements, read from {@code words.properties}. */
public final class Words {
  private static final Properties TEXTS = read();

  static final String[] GIVEN = texts("given");
  static final String[] RIGHT_TO_LEFT = texts("right-to-left");
  static final String[] FOUR_BYTES = texts("four-bytes");
  static final String[] FAMILY = texts("family");
  static final String[] LANGUAGES = texts("languages");
  static final String[] UNKNOWN_LANGUAGES = texts("unknown-languages");
  static final String[] CONSENTS = texts("consents");
  static final String[] UNKNOWN_CONSENTS = texts("unknown-consents");
  static final String[] BAD_ADDRESSES = texts("bad-addresses");
  static final String[] TAGS = texts("tags");
  static final byte[][] SENDERS = bytes(texts("senders"));
  static final byte[][] CAMPAIGNS = campaigns();
  static final byte[][] SUBJECTS = subjects();
  static final byte[][] AGENTS = bytes(texts("agents"));

  private Words() {}

  /** The texts of a key; null where one is {@code (null)}. */
  public static String[] texts(String key) {
    String[] texts = TEXTS.getProperty(key).split("\\|", -1);
    for (int i = 0; i < texts.length; i++) {
      texts[i] = texts[i].equals("(null)") ? null : texts[i];
    }
    return texts;
  }

  /** Text in UTF-8; null for null. */
  public static byte[] utf8(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[][] bytes(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = utf8(texts[i]);
    }
    return bytes;
  }

  private static Properties read() {
    try (InputStream in = Words.class.getResourceAsStream("/godwit/sample/words.properties")) {
      Properties texts = new Properties();
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading words.properties of the sample data", e);
    }
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
    String[] openings = texts("subject-openings");
    String[] matters = texts("subject-matters");
    byte[][] subjects = new byte[openings.length * matters.length][];
    for (int i = 0; i < subjects.length; i++) {
      subjects[i] = utf8(openings[i / matters.length] + matters[i % matters.length]);
    }
    subjects[5] = utf8("");
    subjects[21] = null;
    return subjects;
  }
}
