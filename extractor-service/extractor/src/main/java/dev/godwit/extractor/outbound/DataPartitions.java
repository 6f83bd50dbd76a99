package dev.godwit.extractor.outbound;

import dev.godwit.records.TopicCatalogue;
import jakarta.enterprise.context.ApplicationScoped;

/** The number of partitions that all data topics share, by the catalogue. */
@ApplicationScoped
public class DataPartitions {
  private final int count = TopicCatalogue.load().dataPartitions();

  /** At least 1. */
  public int count() {
    return count;
  }
}
