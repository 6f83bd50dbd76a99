package dev.godwit.orchestrator.view.progress;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import dev.godwit.wire.topics.OpenTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The committed positions of the stages at the last look: the oldest record that a stage has not
 * processed in any partition, the members of its consumer group, and records that the live topic
 * lost. Thread-safe.
 */
@ApplicationScoped
public class StagePositions {
  private volatile Look last = Look.NOTHING;

  /**
   * The head of a stage's input: the oldest record that it has not processed.
   *
   * @param runId run of the record
   */
  public record Head(String runId, Stage stage, Entity entity) {}

  /**
   * One look. Immutable.
   *
   * @param heads time at which the oldest head of a run was written, milliseconds since 1970
   * @param members members of the group of each stage; a stage that is missing is not known
   * @param lostLive records of the live topic that were deleted before the transformer read them
   * @param openInLive transactions that have been open in the live topic for longer than usual
   * @param known false where Kafka did not answer
   */
  public record Look(
      Map<Head, Long> heads,
      Map<Stage, Integer> members,
      long lostLive,
      List<OpenTransaction> openInLive,
      boolean known) {
    static final Look NOTHING = new Look(Map.of(), Map.of(), 0, false);

    public Look {
      heads = Map.copyOf(heads);
      members = Map.copyOf(members);
      openInLive = List.copyOf(openInLive);
    }

    /** A look at a live topic without transactions that are open for long. */
    public Look(Map<Head, Long> heads, Map<Stage, Integer> members, long lostLive, boolean known) {
      this(heads, members, lostLive, List.of(), known);
    }
  }

  /** Takes what was seen. */
  public void saw(Look look) {
    last = look;
  }

  /** Kafka does not answer. Lost records stay lost. */
  public void forget() {
    last = new Look(Map.of(), Map.of(), last.lostLive(), false);
  }

  /** Time of the oldest unprocessed record of a run, where one is at the head of a partition. */
  public OptionalLong oldestMillis(String runId, Stage stage, Entity entity) {
    Long millis = last.heads().get(new Head(runId, stage, entity));
    return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  /** Members of a stage's group; empty where it is not known. */
  public OptionalInt members(Stage stage) {
    Integer members = last.members().get(stage);
    return members == null ? OptionalInt.empty() : OptionalInt.of(members);
  }

  /** The last look. */
  public Look look() {
    return last;
  }
}
