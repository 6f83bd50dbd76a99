package dev.godwit.validator.differences;

import dev.godwit.receipt.v1.OffsetRange;

/** What the loader did not load. */
@FunctionalInterface
public interface LoaderQuarantine {
  /** Offsets of the range that the loader quarantined, as they are in the topic. */
  OffsetSet offsets(OffsetRange range);
}
