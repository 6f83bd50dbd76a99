package dev.godwit.linkage.block;

import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.form.SoundKey;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The block passes of a schema: those of the list whose columns it has. No single typing error
 * takes two rows out of every block that they would share. Thread-safe.
 */
public final class BlockPasses implements RowWriter.KeyMaker {
  private static final KeyPart[][] PERSONS = {
    {KeyPart.GIVEN, KeyPart.FAMILY_START},
    {KeyPart.GIVEN, KeyPart.FAMILY_END},
    {KeyPart.INITIAL, KeyPart.FAMILY},
    {KeyPart.FAMILY, KeyPart.OUTLET},
    {KeyPart.GIVEN, KeyPart.OUTLET},
    {KeyPart.FAMILY, KeyPart.DATE},
    {KeyPart.GIVEN, KeyPart.DATE},
    {KeyPart.DATE, KeyPart.POSTCODE},
    {KeyPart.DATE, KeyPart.STREET_START},
    {KeyPart.FAMILY, KeyPart.YEAR},
    {KeyPart.FAMILY, KeyPart.POSTCODE},
    {KeyPart.GIVEN, KeyPart.POSTCODE},
    {KeyPart.FAMILY, KeyPart.CITY},
    {KeyPart.STREET, KeyPart.HOUSE},
    {KeyPart.POSTCODE, KeyPart.STREET_START},
    {KeyPart.CITY, KeyPart.HOUSE}
  };
  private static final KeyPart[][] ORGANISATIONS = {
    {KeyPart.OUTLET},
    {KeyPart.OUTLET_WORDS},
    {KeyPart.OUTLET_INITIALS},
    {KeyPart.OUTLET_START, KeyPart.REGION},
    {KeyPart.OUTLET_START, KeyPart.CITY},
    {KeyPart.OUTLET_START, KeyPart.POSTCODE},
    {KeyPart.OUTLET_START}
  };
  private static final KeyPart[][] ANY = {
    {KeyPart.MAILBOX}, {KeyPart.LOCAL}, {KeyPart.SUBSCRIBER}, {KeyPart.NUMBER}
  };
  private static final KeyPart[][] TEXTS = {{KeyPart.WORDS}, {KeyPart.WORDS_START}};

  private final List<BlockPass> passes = new ArrayList<>();

  private BlockPasses() {}

  /** The passes for rows of some columns. */
  public static BlockPasses of(List<Column> columns) {
    BlockPasses passes = new BlockPasses();
    boolean organisations = Column.index(columns, Meaning.ORGANISATION) >= 0;
    boolean persons =
        Column.index(columns, Meaning.GIVEN_NAME) >= 0
            || Column.index(columns, Meaning.FAMILY_NAME) >= 0;
    passes.add(columns, ANY);
    if (persons) {
      passes.addNamePair(columns);
      passes.add(columns, PERSONS);
    } else if (organisations) {
      passes.add(columns, ORGANISATIONS);
    }
    if (!persons && !organisations) {
      passes.add(columns, TEXTS);
      passes.add(columns, new KeyPart[][] {{KeyPart.STREET, KeyPart.HOUSE}});
    }
    return passes;
  }

  /** Number of passes. */
  @Override
  public int count() {
    return passes.size();
  }

  @Override
  public long key(int pass, NormalRow row) {
    return passes.get(pass).key(pass, row);
  }

  /** Name of a pass. */
  public String name(int pass) {
    return passes.get(pass).name();
  }

  /** Whether the key of a pass is made of a column, so that all its pairs agree on it. */
  public boolean uses(int pass, int column) {
    return passes.get(pass).columns().contains(column);
  }

  /** Given and family name in either order. */
  private void addNamePair(List<Column> columns) {
    int given = Column.index(columns, Meaning.GIVEN_NAME);
    int family = Column.index(columns, Meaning.FAMILY_NAME);
    if (given < 0 || family < 0) {
      return;
    }
    Function<NormalRow, String> pair =
        row -> {
          String first = row.values()[given];
          String last = row.values()[family];
          if (first == null || last == null) {
            return null;
          }
          String one = KeyPart.spoken(first);
          String other = swappable(last);
          return one.compareTo(other) <= 0 ? one + "/" + other : other + "/" + one;
        };
    passes.add(new BlockPass("name", Set.of(given, family), List.of(pair)));
  }

  /** Key of a family name as if it were a given one: the same for both rows of an exchange. */
  private static String swappable(String family) {
    return family.indexOf(' ') < 0 ? KeyPart.spoken(family) : SoundKey.of(family);
  }

  private void add(List<Column> columns, KeyPart[][] keys) {
    for (KeyPart[] key : keys) {
      add(columns, key);
    }
  }

  /** Adds a pass for each column of the first part. */
  private void add(List<Column> columns, KeyPart[] key) {
    for (int first = 0; first < columns.size(); first++) {
      if (columns.get(first).meaning() != key[0].meaning()) {
        continue;
      }
      Set<Integer> used = new HashSet<>(Set.of(first));
      List<Function<NormalRow, String>> parts = new ArrayList<>();
      int column = first;
      parts.add(row -> key[0].of(row, column));
      StringBuilder name = new StringBuilder(key[0].title());
      boolean complete = true;
      for (int i = 1; i < key.length; i++) {
        KeyPart part = key[i];
        int other = Column.index(columns, part.meaning());
        complete &= other >= 0;
        used.add(other);
        parts.add(row -> part.of(row, other));
        name.append(" + ").append(part.title());
      }
      if (complete) {
        passes.add(new BlockPass(name.toString(), used, parts));
      }
    }
  }
}
