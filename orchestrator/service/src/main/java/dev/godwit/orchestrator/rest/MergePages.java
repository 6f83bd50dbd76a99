package dev.godwit.orchestrator.rest;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.MergesPresenter;
import dev.godwit.api.text.MergesPresenter.Room;
import dev.godwit.api.text.ReportDocument.Section;
import dev.godwit.api.text.Table;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** The content of the pages of merge groups; their templates lay it out. Stateless. */
final class MergePages {
  private MergePages() {}

  /**
   * The page of a list.
   *
   * @param lead first sentence
   * @param states states that can be selected
   * @param state selected state; empty for all, as the other parameters are
   * @param next address of the next page; empty where this is the last one
   */
  record GroupList(
      String customer,
      String lead,
      Table counts,
      Table groups,
      List<String> states,
      String state,
      String rule,
      String above,
      String atMost,
      String next) {}

  /**
   * The page of a group.
   *
   * @param lead first sentence
   * @param commands commands that decide about it
   */
  record Group(
      String customer, String group, String lead, List<Section> sections, List<String> commands) {}

  /**
   * A list.
   *
   * @param found the groups, one more than the page shows where there are more
   */
  static GroupList list(
      String customer,
      List<MergeCountAnswer> counts,
      List<MergeGroupAnswer> found,
      MergeQuery query,
      int shown) {
    List<MergeGroupAnswer> groups = found.subList(0, Math.min(shown, found.size()));
    return new GroupList(
        customer,
        lead(counts),
        MergesPresenter.counts(counts),
        MergesPresenter.table(groups),
        MergeGroupAnswer.STATES,
        text(query.state()),
        text(query.rule()),
        text(query.above()),
        text(query.atMost()),
        found.size() > shown ? next(query, groups.getLast().group()) : "");
  }

  /** A group. */
  static Group group(String customer, MergeGroupDetailAnswer detail) {
    MergeGroupAnswer group = detail.group();
    return new Group(
        customer,
        group.group(),
        MergesPresenter.headline(group),
        MergesPresenter.sections(detail, Room.PAGE),
        commands(customer, group));
  }

  private static List<String> commands(String customer, MergeGroupAnswer group) {
    if (group.decision() != null) {
      return List.of(
          "godwit merges undo %s %d --by NAME --why TEXT".formatted(customer, group.decision()));
    }
    return List.of(
        "godwit merges export %s --csv groups.csv".formatted(customer),
        "godwit merges decide %s --csv groups.csv --by NAME --why TEXT".formatted(customer));
  }

  private static String lead(List<MergeCountAnswer> counts) {
    if (counts.isEmpty()) {
      return "No run was planned yet, or its plan found no merge groups.";
    }
    long waiting =
        counts.stream()
            .filter(c -> c.state().equals("REVIEW"))
            .mapToLong(MergeCountAnswer::groups)
            .sum();
    return "Run %d. Groups that wait for a person's decision: %s."
        .formatted(counts.getFirst().run(), Figures.count(waiting));
  }

  private static String next(MergeQuery query, String last) {
    StringJoiner next = new StringJoiner("&", "merges.html?", "");
    add(next, "state", query.state());
    add(next, "rule", query.rule());
    add(next, "above", query.above());
    add(next, "at-most", query.atMost());
    add(next, "after", last);
    return next.toString();
  }

  private static void add(StringJoiner query, String name, Object value) {
    if (value != null) {
      query.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
