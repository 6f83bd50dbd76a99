package dev.godwit.pack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * SQL with its placeholders replaced and its named parameters found. Immutable.
 *
 * @param source where it came from
 * @param statement the statement with its parameters
 * @param offsets for each character of the replaced text, its offset in the source's text
 */
public record BoundSql(Sql source, NamedStatement statement, int[] offsets) {

  static BoundSql of(Sql sql, Map<String, String> placeholders) {
    String text = sql.text();
    StringBuilder replaced = new StringBuilder(text.length());
    int[] offsets = new int[text.length() + 1 + 64 * occurrences(text, placeholders)];
    int i = 0;
    while (i < text.length()) {
      String value = null;
      int close = text.charAt(i) == '{' ? text.indexOf('}', i) : -1;
      if (close > 0) {
        value = placeholders.get(text.substring(i + 1, close));
      }
      if (value == null) {
        offsets[replaced.length()] = i;
        replaced.append(text.charAt(i));
        i++;
      } else {
        for (int k = 0; k < value.length(); k++) {
          offsets[replaced.length() + k] = i;
        }
        replaced.append(value);
        i = close + 1;
      }
    }
    offsets[replaced.length()] = text.length();
    return new BoundSql(sql, NamedStatement.parse(replaced.toString()), offsets);
  }

  private static int occurrences(String text, Map<String, String> placeholders) {
    for (String value : placeholders.values()) {
      if (value.length() > 64) {
        throw new IllegalArgumentException(
            "Expected a placeholder of at most 64 characters, found "
                + value.length()
                + "; shorten the name");
      }
    }
    return (int) text.chars().filter(c -> c == '{').count();
  }

  /** Text for JDBC: each named parameter is a {@code ?}. */
  public String text() {
    return statement.jdbcText();
  }

  /**
   * Names of the parameters in the order of their question marks; a name used twice is there twice.
   */
  public List<String> parameters() {
    return statement.parameters();
  }

  /**
   * Text with the parameters written in as literals, for statements that take none, such as COPY.
   */
  public String inline(Map<String, String> values) {
    return statement.inline(values);
  }

  /** Sets all parameters, beginning at an index, and gives the next free index. */
  public int set(PreparedStatement prepared, int firstIndex, Map<String, ?> values)
      throws SQLException {
    int index = firstIndex;
    for (String name : parameters()) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(
            "Expected a value for the parameter :"
                + name
                + ", found only "
                + values.keySet()
                + "; pass it");
      }
      prepared.setObject(index, values.get(name));
      index++;
    }
    return index;
  }

  /** Prepares the statement and sets all its parameters; the caller closes it. */
  public PreparedStatement prepare(Connection connection, Map<String, ?> values)
      throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(text());
    try {
      set(prepared, 1, values);
      return prepared;
    } catch (SQLException | RuntimeException e) {
      prepared.close();
      throw e;
    }
  }

  /** Place in the pack's file of an offset in the replaced text. */
  public Position positionOf(int offset) {
    int end = Math.clamp(offset, 0, statement.original().length());
    return source.positionOf(offsets[end]);
  }
}
