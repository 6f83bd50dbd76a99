package dev.godwit.pack;

import java.util.Map;

/**
 * A piece of SQL of a pack. It may hold the placeholder {@code {schema}} and named parameters such
 * as {@code :customer}.
 *
 * @param text the SQL as written
 * @param file the file it stands in
 * @param line line of its first character, from 1
 * @param column column at which each of its lines begins, from 1
 */
public record Sql(String text, String file, int line, int column) {

  /** SQL whose lines begin at column 1. */
  public Sql(String text, String file, int line) {
    this(text, file, line, 1);
  }

  /** Replaces placeholders, such as {@code schema}, and finds the named parameters. */
  public BoundSql bind(Map<String, String> placeholders) {
    return BoundSql.of(this, placeholders);
  }

  /** As {@link #bind(Map)} where there is no placeholder to replace. */
  public BoundSql bind() {
    return bind(Map.of());
  }

  /** Place in the file of a character of {@link #text()}. */
  public Position positionOf(int offset) {
    int row = 0;
    int lineStart = 0;
    int end = Math.clamp(offset, 0, text.length());
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        row++;
        lineStart = i + 1;
      }
    }
    return new Position(file, line + row, column + end - lineStart);
  }
}
