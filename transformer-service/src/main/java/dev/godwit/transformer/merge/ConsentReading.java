package dev.godwit.transformer.merge;

import dev.godwit.transformer.normalise.ConsentWord;
import dev.godwit.transformer.normalise.Vocabulary;
import java.util.List;

/**
 * Reads consents by the words of the pack's consent columns. Not thread-safe.
 *
 * @param columns words of each column that takes the consent; without any, Godwit's own words hold
 */
public record ConsentReading(List<Vocabulary> columns) {
  public ConsentReading {
    columns = List.copyOf(columns);
  }

  /** True where it is a withdrawal, in Godwit's words or in those of any column. */
  boolean isWithdrawn(String consent) {
    if (ConsentWord.WITHDRAWN.equals(ConsentWord.of(consent))) {
      return true;
    }
    for (Vocabulary column : columns) {
      String withdrawn = column.of(ConsentWord.WITHDRAWN);
      if (withdrawn != null && withdrawn.equals(column.of(consent))) {
        return true;
      }
    }
    return false;
  }

  /** True where every column knows it. */
  boolean isReadable(String consent) {
    for (Vocabulary column : columns) {
      if (column.of(consent) == null) {
        return false;
      }
    }
    return true;
  }
}
