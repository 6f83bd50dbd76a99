package dev.godwit.loader.targetdb;

/** Names of schemas, tables and columns as SQL takes them. Stateless. */
public final class Identifier {
  private Identifier() {}

  /** The name in double quotes, exactly as the catalogue writes it. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
