package dev.godwit.loader.reference;

import dev.godwit.pack.ColumnType;

/**
 * The database's type to which a value that is given as text is cast where a row is looked up by a
 * column, so that the column's index answers. Covers every type of {@link
 * ColumnType#isLookedUpByText}. Stateless.
 */
public final class LookupType {
  private LookupType() {}

  /** Name of the type, as SQL writes it. */
  public static String nameOf(ColumnType type) {
    if (!type.isLookedUpByText()) {
      throw new IllegalArgumentException(
          "Expected a type that the pack check lets through as a key or message id, found " + type);
    }
    return switch (type) {
      case UUID -> "uuid";
      case SHORT, INTEGER, LONG -> "bigint";
      case NUMERIC -> "numeric";
      default -> "text";
    };
  }
}
