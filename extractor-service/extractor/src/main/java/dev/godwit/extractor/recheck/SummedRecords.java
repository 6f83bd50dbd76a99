package dev.godwit.extractor.recheck;

/** Sums up what is read again. Not thread-safe. */
final class SummedRecords implements ReadAgain.Output {
  private final RecordSums kept = new RecordSums();
  private final RecordSums current = new RecordSums();

  @Override
  public void take(byte[] value, long hash) {
    current.add(hash);
  }

  @Override
  public void restart() {
    current.clear();
  }

  @Override
  public void keep() {
    kept.addAll(current);
    current.clear();
  }

  /** Of everything that is complete. */
  RecordSums sums() {
    return kept;
  }
}
