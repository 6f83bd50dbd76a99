package dev.godwit.sampledata.merges;

import dev.godwit.sampledata.Mix;
import java.util.List;

/**
 * Contacts with a label: the person whom each is. The same seed and number give the same rows, in
 * constant memory: each row is computed from its index. Every eighth row is a duplicate of a person
 * a few rows before. Among the others are people who look alike and are not one:
 *
 * <ul>
 *   <li>1 in 50: the name of another person, at another outlet;
 *   <li>1 in 250: the name of another person, at the same outlet;
 *   <li>1 in 80: a member of another person's family, with the same phone;
 *   <li>1 in 400: father and son of one name;
 *   <li>1 in 100: a placeholder address; 1 in 90: an office address of the outlet.
 * </ul>
 *
 * Stateless, thread-safe.
 */
public final class LabelledContacts {
  /** Names of the values of a row, in their order. */
  public static final List<String> FIELDS =
      List.of("email", "given_name", "family_name", "outlet", "phone", "birth_date");

  /** One row in so many is a duplicate. */
  static final int CYCLE = 8;

  private static final long STREAM = 9_001;
  private static final int FARTHEST = 60;

  private final long seed;
  private final long rows;
  private final PersonWords words;

  /** So many rows. */
  public LabelledContacts(long seed, long rows) {
    this.seed = seed;
    this.rows = rows;
    this.words = new PersonWords(seed, Math.max(20, rows / 20));
  }

  /** Takes rows. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes a row.
     *
     * @param id of the row
     * @param person label: equal for the rows of one person
     * @param values in the order of {@link #FIELDS}; null where the row has none
     */
    void row(String id, long person, String[] values);
  }

  /** Gives all rows, in order. */
  public void forEach(Visitor visitor) {
    for (long i = 0; i < rows; i++) {
      long person = person(i);
      Person original = person(person, true);
      visitor.row(
          "c" + i,
          person,
          (person == i ? original : PersonVariant.of(original, bits(i, 5), words)).values());
    }
  }

  /** Number of pairs of rows that are one person. */
  public long truePairs() {
    long pairs = 0;
    long[] copies = new long[FARTHEST + CYCLE];
    for (long i = 0; i < rows; i++) {
      int slot = (int) (i % copies.length);
      copies[slot] = 0;
      if (isDuplicate(i)) {
        pairs += ++copies[(int) (person(i) % copies.length)];
      }
    }
    return pairs;
  }

  /** Label of the row with an id that {@link #forEach} gave. */
  public long personOf(String id) {
    return person(Long.parseLong(id.substring(1)));
  }

  private long person(long row) {
    if (!isDuplicate(row)) {
      return row;
    }
    long back = 1 + Mix.below(bits(row, 1), Math.min(FARTHEST, row));
    long person = row - back;
    return isDuplicate(person) ? person - 1 : person;
  }

  private static boolean isDuplicate(long row) {
    return row % CYCLE == CYCLE - 1;
  }

  private Person person(long i, boolean mayResemble) {
    Person own = words.person(bits(i, 2), i);
    if (!mayResemble || i < FARTHEST) {
      return own;
    }
    Person other = person(person(i - 3), false);
    long kind = Mix.below(bits(i, 3), 2000);
    if (kind < 40) {
      return own.named(other.given(), other.family(), words, i);
    }
    if (kind < 48) {
      return own.at(other.outlet()).named(other.given(), other.family(), words, i);
    }
    if (kind < 73) {
      return own.at(other.outlet())
          .withPhone(other.phone())
          .named(own.given(), other.family(), words, i);
    }
    if (kind < 78) {
      return own.at(other.outlet())
          .withPhone(other.phone())
          .named(other.given(), other.family() + " Jr.", words, i);
    }
    return withSharedAddress(own, bits(i, 4));
  }

  private Person withSharedAddress(Person own, long k) {
    long share = Mix.below(k, 1000);
    if (share < 10) {
      return own.withEmail("none@none.example");
    }
    return share < 21 && own.outlet() != null
        ? own.withEmail("info@" + PersonWords.domain(own.outlet()))
        : own;
  }

  private long bits(long row, int use) {
    return Mix.of(seed, STREAM + use, row);
  }
}
