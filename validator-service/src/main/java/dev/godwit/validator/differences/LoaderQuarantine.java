package dev.godwit.validator.differences;

import dev.godwit.receipt.v1.OffsetRange;
import java.util.BitSet;

/** What the loader did not load. */
@FunctionalInterface
public interface LoaderQuarantine {
  /**
   * Offsets of the range that the loader quarantined.
   *
   * @return counted from the first offset of the range; one bit a record
   */
  BitSet offsets(OffsetRange range);
}
