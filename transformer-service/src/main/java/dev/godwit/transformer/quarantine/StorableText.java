package dev.godwit.transformer.quarantine;

import dev.godwit.records.QuarantineReason;

/** Texts that a database can hold in any column. Stateless. */
public final class StorableText {
  private static final char NUL = '\0';

  private StorableText() {}

  /**
   * Lets a text pass that can be held.
   *
   * @param text may be null
   * @param field canonical field or {@code table.column}
   * @return the text
   * @throws QuarantinedException where the character NUL is in it
   */
  public static String checked(String text, String field) throws QuarantinedException {
    if (text != null && text.indexOf(NUL) >= 0) {
      throw new QuarantinedException(
          QuarantineReason.BAD_CHARACTER,
          field,
          "Expected a text without the character NUL, which the target cannot hold, but found"
              + " it.");
    }
    return text;
  }
}
