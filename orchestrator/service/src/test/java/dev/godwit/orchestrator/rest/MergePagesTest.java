package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MergeGroupDetailAnswer;
import dev.godwit.api.MergeGroupDetailAnswer.Kept;
import dev.godwit.api.MergeGroupDetailAnswer.Member;
import dev.godwit.api.PairAnswer;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import io.quarkus.qute.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergePagesTest {
  private static final MergeQuery QUERY = new MergeQuery("REVIEW", "A&B", 6.5, 3, null, 2);

  private final Engine engine = Pages.engine();

  @Test
  void shouldListGroupsWithLinksAndTheSelection() {
    String page = list(List.of(group("g1", null), group("g2", null)), 1);
    assertThat(page)
        .contains("Run 1. Groups that wait for a person&#39;s decision: 2.")
        .contains("<a href=\"merges/g1.html\">g1</a>")
        .doesNotContain("merges/g2.html")
        .contains("<option value=\"REVIEW\" selected>", "name=\"rule\" value=\"A&amp;B\"")
        .contains(
            "merges.html?state=REVIEW&amp;rule=A%26B&amp;above=6.5&amp;at-most=3&amp;after=g1");
    assertThat(list(List.of(group("g1", null)), 1)).doesNotContain("The next ones");
    assertThat(list(List.of(), 1)).contains("No group is selected.");
  }

  @Test
  void shouldSayThatThereAreNoGroups() {
    assertThat(
            engine
                .getTemplate("merges")
                .data("page", MergePages.list("acme", List.of(), List.of(), QUERY, 1))
                .render())
        .contains("No run was planned yet")
        .doesNotContain("<form");
  }

  @Test
  void shouldShowAGroupSideBySideAndEscapeItsValues() {
    String page = group(group("g1", null));
    assertThat(page)
        .contains("waiting for a person&#39;s decision", "17 (survivor)", "kept if one")
        .contains("&lt;b&gt;Ann&lt;/b&gt;", "SAME_PHONE", "givenName exact +3.0")
        .doesNotContain("<b>Ann</b>")
        .contains("godwit merges decide acme --csv groups.csv --by NAME --why TEXT")
        .doesNotContain("<link", "<script", "src=", "http://", "https://", "@import");
    assertThat(group(group("g1", 4)))
        .contains("godwit merges undo acme 4 --by NAME --why TEXT")
        .doesNotContain("merges decide");
  }

  private String list(List<MergeGroupAnswer> found, int shown) {
    MergeCountAnswer count =
        new MergeCountAnswer(1, "contacts", "REVIEW", "SAME_PHONE", 2, 4, 7, 8);
    return engine
        .getTemplate("merges")
        .data("page", MergePages.list("acme", List.of(count), found, QUERY, shown))
        .render();
  }

  private String group(MergeGroupAnswer group) {
    MergeGroupDetailAnswer detail =
        new MergeGroupDetailAnswer(
            group,
            0,
            List.of(
                new Member("17", "17", Map.of("givenName", "<b>Ann</b>")),
                new Member("18", "18", Map.of("givenName", "Ann"))),
            List.of(
                new Kept("legacyId", "17", "the survivor's"),
                new Kept("givenName", "<b>Ann</b>", "the first row's that has one")),
            List.of(
                new PairAnswer(
                    "17",
                    "18",
                    "SAME_PHONE",
                    7.25,
                    List.of(new PairAnswer.Compared("givenName", "EXACT", 3.0)))));
    return engine
        .getTemplate("merge-group")
        .data("page", MergePages.group("acme", detail))
        .render();
  }

  private static MergeGroupAnswer group(String id, Integer decision) {
    return new MergeGroupAnswer(
        1,
        "contacts",
        id,
        decision == null ? "REVIEW" : "APART",
        "SAME_PHONE",
        7.25,
        2,
        decision,
        List.of("17", "18"),
        0,
        3);
  }
}
