package dev.godwit.pack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The checker of a target's foreign keys while rows of a snapshot are written. */
public enum ForeignKeyChecks {
  /** The database, row by row, by the triggers that it keeps for each foreign key. */
  BY_DATABASE("checked-by-database"),

  /**
   * Godwit, once a batch: its look-up of parents locks them until the commit, as the database's own
   * check does.
   */
  BY_GODWIT("checked-by-godwit");

  private final String text;

  ForeignKeyChecks(String text) {
    this.text = text;
  }

  /** The word in a pack. */
  public String text() {
    return text;
  }

  /** The words in a pack, the default first. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(ForeignKeyChecks::text).toList();
  }

  /** That of a word; empty where there is none. */
  public static Optional<ForeignKeyChecks> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
  }
}
