package dev.godwit.extractor.engagement.tail;

import dev.godwit.pack.FollowedQuery;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.run.RunSpec;

/** The tail of one query of a customer, while this process runs it. Not thread-safe. */
final class RunningTail {
  final RunSpec run;
  final SourcePack pack;
  final FollowedQuery followed;
  final PollPace pace;
  final TailState state;

  /** Null until the source can be reached. */
  Tail tail;

  /**
   * A tail that has not polled.
   *
   * @param pack the files that it reads the source with
   */
  RunningTail(RunSpec run, SourcePack pack, FollowedQuery followed, TailState state) {
    this.run = run;
    this.pack = pack;
    this.followed = followed;
    this.state = state;
    this.pace = new PollPace(followed.tail(), System.nanoTime());
  }

  TailName name() {
    return new TailName(run.customer(), followed.query().name());
  }

  /** The partition of {@code crm.tails.v1} that has its position. */
  int partition() {
    return TailPartitions.of(run.customer());
  }
}
