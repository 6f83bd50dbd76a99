package dev.godwit.linkage.model;

import dev.godwit.linkage.Level;
import dev.godwit.linkage.Meaning;
import dev.godwit.linkage.compare.ValueComparison;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import java.util.List;

/** Levels of agreement of two rows, column by column. Symmetric, thread-safe. */
final class RowComparison {
  private final List<Column> columns;
  private final int given;
  private final int family;

  RowComparison(List<Column> columns) {
    this.columns = columns;
    this.given = Column.index(columns, Meaning.GIVEN_NAME);
    this.family = Column.index(columns, Meaning.FAMILY_NAME);
  }

  Level[] levels(NormalRow left, NormalRow right) {
    Level[] levels = new Level[columns.size()];
    for (int c = 0; c < levels.length; c++) {
      levels[c] =
          ValueComparison.level(columns.get(c).meaning(), left.values()[c], right.values()[c]);
    }
    if (given >= 0 && family >= 0 && areSwapped(levels, left, right)) {
      levels[given] = Level.SWAPPED;
      levels[family] = Level.SWAPPED;
    }
    return levels;
  }

  private boolean areSwapped(Level[] levels, NormalRow left, NormalRow right) {
    if (levels[given] == Level.MISSING
        || levels[family] == Level.MISSING
        || (levels[given].agrees() && levels[family].agrees())) {
      return false;
    }
    Level one =
        ValueComparison.level(Meaning.FAMILY_NAME, left.values()[given], right.values()[family]);
    Level other =
        ValueComparison.level(Meaning.FAMILY_NAME, left.values()[family], right.values()[given]);
    return one.agrees() && other.agrees() && (one == Level.EXACT || other == Level.EXACT);
  }

  /** Packs levels, three bits each. */
  static long pack(Level[] levels) {
    long packed = 0;
    for (Level level : levels) {
      packed = (packed << 3) | level.rank();
    }
    return packed;
  }

  /** Rank of the level of a column in packed levels. */
  static int level(long packed, int column, int columns) {
    return (int) (packed >>> (3 * (columns - 1 - column))) & 7;
  }
}
