package dev.godwit.cli.merges;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The decision about a group: its rows in parts. Rows of a part are one, rows of two parts are not.
 * Immutable.
 *
 * @param group id of the group
 * @param entity name of the entity, in small letters
 * @param line first line of the group in the file
 * @param parts the parts, in the order of their first rows; one row is a part too
 */
public record GroupDecision(String group, String entity, int line, List<List<String>> parts) {
  public GroupDecision {
    parts = parts.stream().map(List::copyOf).toList();
  }

  /**
   * The decision of a group of the file, each row of which has one. Rows that are one as things are
   * stay one where both are apart from the others: the question was about the others.
   */
  static GroupDecision of(MergeSheet.Group group) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (MergeSheet.Row row : group.rows()) {
      String part = row.decision().equals("apart") ? "row " + row.survivor() : row.decision();
      parts.computeIfAbsent(part, name -> new ArrayList<>()).add(row.member());
    }
    return new GroupDecision(group.id(), group.entity(), group.line(), List.copyOf(parts.values()));
  }

  /** True where all rows are one. */
  boolean isTogether() {
    return parts.size() == 1;
  }

  /** True where no two rows are one. */
  boolean isApart() {
    return parts.stream().allMatch(part -> part.size() == 1);
  }

  /** Its decisions as fields of a command: the parts that are one first. */
  List<Map<String, Object>> fields() {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (List<String> part : parts) {
      if (part.size() > 1) {
        fields.add(fields(true, part));
      }
    }
    for (List<String> apart : ApartCover.of(parts)) {
      fields.add(fields(false, apart));
    }
    return fields;
  }

  private Map<String, Object> fields(boolean together, List<String> members) {
    Map<String, Object> decision = new LinkedHashMap<>();
    decision.put("isTogether", together);
    decision.put("members", members);
    decision.put("groupId", group);
    if (!entity.equals("contacts")) {
      decision.put("entityName", entity);
    }
    return decision;
  }
}
