package dev.godwit.api;

import java.util.List;
import java.util.Map;

/**
 * A merge group with the values by which a person decides. It holds personal data.
 *
 * @param group the group
 * @param seen number of the customer's last decision, for the decision about it; 0 where none was
 *     made
 * @param members its rows, the survivor first; at most 200
 * @param kept what the target's row would have of each field, were the rows one
 * @param evidence the pairs that were compared; at most 200, those of the greatest weight
 */
public record MergeGroupDetailAnswer(
    MergeGroupAnswer group,
    int seen,
    List<Member> members,
    List<Kept> kept,
    List<PairAnswer> evidence) {
  public MergeGroupDetailAnswer {
    members = List.copyOf(members);
    kept = List.copyOf(kept);
    evidence = List.copyOf(evidence);
  }

  /**
   * A row.
   *
   * @param legacyId id in the source
   * @param survivor row that it is part of as things are; its own id where it stays
   * @param fields text by field; a field that the row lacks is not there
   */
  public record Member(String legacyId, String survivor, Map<String, String> fields) {
    public Member {
      fields = Map.copyOf(fields);
    }
  }

  /**
   * A field of the row that would be made of all members.
   *
   * @param field name of the field
   * @param value its value; null where no row has one, or where the packs' own words decide
   * @param rule the rule that chooses it, in words
   */
  public record Kept(String field, String value, String rule) {}
}
