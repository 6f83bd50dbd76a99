package dev.godwit.orchestrator.view;

import dev.godwit.row.v1.ComparedField;
import dev.godwit.row.v1.MergeGroupFound;
import dev.godwit.row.v1.MergeMember;
import dev.godwit.row.v1.PairEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Records of merge groups for tests. */
public final class MergeGroupRecords {
  private MergeGroupRecords() {}

  /** A group for review, each row linked to the next one. */
  public static MergeGroupFound review(int run, String group, double weight, String... members) {
    List<PairEvidence> evidence = new ArrayList<>();
    for (int i = 1; i < members.length; i++) {
      evidence.add(pair(members[i - 1], members[i], weight + i - 1));
    }
    return MergeGroupFound.newBuilder()
        .setRunId("acme/" + run)
        .setGroupId(group)
        .setState("REVIEW")
        .setRule("SAME_NAME_AT_OUTLET")
        .setWeight(weight)
        .setMembers(Arrays.stream(members).map(MergeGroupRecords::member).toList())
        .setSize(members.length)
        .setEvidence(evidence)
        .build();
  }

  /** A group that a rule merges. */
  public static MergeGroupFound automatic(int run, String group, double weight, String... members) {
    MergeGroupFound found = review(run, group, weight, members);
    found.setState("AUTOMATIC");
    found.setRule("SAME_ADDRESS");
    return found;
  }

  private static MergeMember member(String id) {
    return new MergeMember(
        id, Map.of("givenName", "Ann " + id, "address", "Ann." + id + "@Example.org"), id);
  }

  private static PairEvidence pair(String left, String right, double weight) {
    return new PairEvidence(
        left,
        right,
        "SAME_NAME_AT_OUTLET",
        weight,
        List.of(
            new ComparedField("givenName", "ALIKE", weight - 1),
            new ComparedField("address", "DIFFERENT", -1.0)));
  }
}
