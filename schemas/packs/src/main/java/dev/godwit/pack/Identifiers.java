package dev.godwit.pack;

import java.util.regex.Pattern;

/** Names of schemas, tables and columns in SQL. */
public final class Identifiers {
  private static final Pattern SIMPLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

  private Identifiers() {}

  /** The name in quotes, so that capitals and reserved words are taken as they are. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Whether it is a name without spaces, dots and quotes. */
  public static boolean isSimple(String name) {
    return SIMPLE.matcher(name).matches() && name.length() <= 63;
  }
}
