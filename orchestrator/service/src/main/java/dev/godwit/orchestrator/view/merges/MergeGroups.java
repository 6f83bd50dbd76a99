package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.MergeGroupDetailAnswer.Member;
import dev.godwit.api.PairAnswer;
import dev.godwit.row.v1.MergeGroupFound;
import dev.godwit.row.v1.MergeMember;
import dev.godwit.row.v1.PairEvidence;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Merge groups with the values of their rows, which are read from the topic at the group's
 * position. Thread-safe.
 *
 * <p>Every call throws {@link org.apache.kafka.common.KafkaException} where the broker does not
 * answer, which is retriable, and {@link RecordGoneException} where the topic no longer has the
 * record.
 */
@ApplicationScoped
public class MergeGroups {
  private final MergeReader groups;
  private final MergeGroupTopic topic;

  MergeGroups(MergeReader groups, MergeGroupTopic topic) {
    this.groups = groups;
    this.topic = topic;
  }

  /** A group with the values of its rows; empty where there is none of that id. */
  public Optional<MergeGroupDetailAnswer> detail(String customer, String group) {
    return groups
        .group(customer, group)
        .map(found -> detail(found, record(found), groups.lastDecision(customer)));
  }

  /** The reason why two rows of an entity are, may be, or are not one. */
  public MergeExplanationAnswer explain(String customer, String entity, String left, String right) {
    int run = groups.lastRun(customer);
    List<MergeGroupAnswer> ofLeft = groups.groupsOf(customer, entity, left);
    List<MergeGroupAnswer> ofRight = groups.groupsOf(customer, entity, right);
    return ofLeft.stream()
        .filter(group -> group.members().contains(right))
        .findFirst()
        .map(both -> PairExplanation.together(entity, left, right, both, evidence(record(both))))
        .orElseGet(
            () ->
                PairExplanation.apart(
                    entity,
                    left,
                    right,
                    run,
                    new PairExplanation.Groups(
                        ofLeft, ofRight, groups.beyondTheirMembers(customer, entity))));
  }

  private MergeGroupFound record(MergeGroupAnswer group) {
    MergeGroupFound[] found = new MergeGroupFound[1];
    try {
      long missing = topic.read(List.of(group), (answer, record) -> found[0] = record);
      if (missing > 0 || found[0] == null) {
        throw new RecordGoneException(1, group.run());
      }
      return found[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MergeGroupDetailAnswer detail(
      MergeGroupAnswer group, MergeGroupFound record, int seen) {
    List<Member> members = members(record);
    return new MergeGroupDetailAnswer(
        group,
        seen,
        members,
        KeptFields.of(group.entity(), members, stated(record)),
        evidence(record));
  }

  private static Map<String, StatedRule> stated(MergeGroupFound record) {
    return record.getSurvives().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, rule -> StatedRule.of(rule.getValue())));
  }

  /** The rows of a record with their values. */
  static List<Member> members(MergeGroupFound record) {
    return record.getMembers().stream()
        .map(member -> new Member(member.getLegacyId(), survivor(member), member.getFields()))
        .toList();
  }

  private static String survivor(MergeMember member) {
    return member.getSurvivorId().isEmpty() ? member.getLegacyId() : member.getSurvivorId();
  }

  private static List<PairAnswer> evidence(MergeGroupFound record) {
    return record.getEvidence().stream().map(MergeGroups::pair).toList();
  }

  private static PairAnswer pair(PairEvidence pair) {
    return new PairAnswer(
        pair.getLeft(),
        pair.getRight(),
        pair.getRule(),
        pair.getWeight(),
        pair.getFields().stream()
            .map(f -> new PairAnswer.Compared(f.getField(), f.getLevel(), f.getWeight()))
            .toList());
  }

  /** The topic no longer has a record, or it cannot be read. A new rehearsal mends it. */
  public static final class RecordGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long groups;
    private final int run;

    RecordGoneException(long groups, int run) {
      super(
          "Expected the records of the merge groups of run %d in the topic; %d are missing or cannot be read."
              .formatted(run, groups));
      this.groups = groups;
      this.run = run;
    }

    /** Number of groups without their record. */
    public long groups() {
      return groups;
    }

    /** Number of the run that found them. */
    public int run() {
      return run;
    }
  }
}
