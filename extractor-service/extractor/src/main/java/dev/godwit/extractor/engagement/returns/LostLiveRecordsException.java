package dev.godwit.extractor.engagement.returns;

import dev.godwit.records.Topics;

/**
 * Records of the live topic were deleted before they were returned: fatal for the attempt. The
 * returner writes down first which were lost, so that a person who repeats the return continues
 * behind it.
 */
final class LostLiveRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long continuesAt;

  /**
   * @param from first of the offsets whose records are deleted
   * @param continuesAt first offset that is kept
   */
  LostLiveRecordsException(int partition, long from, long continuesAt) {
    super(
        "Expected every live event of the run in %s to be there until it is returned, found those of partition %d from offset %d to %d deleted."
            .formatted(Topics.LIVE, partition, from, continuesAt - 1));
    this.continuesAt = continuesAt;
  }

  /** First offset of the partition that is kept. */
  long continuesAt() {
    return continuesAt;
  }
}
