package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.MergeExplanationAnswer;
import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.access.TestIdentities;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.view.MergeGroupRecords;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.merges.MergeGroups;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import dev.godwit.orchestrator.view.merges.MergeReader;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.MergeGroupFound;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merge groups in the read model, on a real PostgreSQL. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class MergeGroupsIT extends ProjectedTopics {
  private static final MergeQuery ALL = new MergeQuery(null, null, null, null, null, 100);

  @Inject MergeReader reader;
  @Inject MergeGroups groups;

  @TestHTTPResource("/")
  URI address;

  @Test
  void shouldListTheGroupsOfTheLastPlannedRunByWeight() {
    rehearsed();
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.0, "3", "4"));
    topics.add(Topics.MERGE_GROUPS, 1, MergeGroupRecords.automatic(1, "a1", 12.5, "1", "2"));
    topics.add(Topics.MERGE_GROUPS, 1, MergeGroupRecords.review(1, "c1", 6.0, "5", "6", "7"));
    project(2);

    List<MergeGroupAnswer> all = list(ALL);
    assertThat(all).extracting(MergeGroupAnswer::group).containsExactly("a1", "b1", "c1");
    assertThat(all.getFirst())
        .isEqualTo(
            new MergeGroupAnswer(
                1,
                "contacts",
                "a1",
                "AUTOMATIC",
                "SAME_ADDRESS",
                12.5,
                2,
                null,
                List.of("1", "2"),
                1,
                0));
    assertThat(list(new MergeQuery(null, null, null, null, "b1", 100)))
        .extracting(MergeGroupAnswer::group)
        .containsExactly("c1");
    assertThat(list(new MergeQuery("REVIEW", "SAME_NAME_AT_OUTLET", 6.0, 2, null, 100)))
        .extracting(MergeGroupAnswer::group)
        .containsExactly("b1");
    assertThat(list(new MergeQuery(null, null, 6.1, null, null, 100)))
        .extracting(MergeGroupAnswer::group)
        .containsExactly("a1");
    assertThat(list(new MergeQuery(null, null, null, null, null, 1))).hasSize(1);
    assertThatThrownBy(() -> list(new MergeQuery(null, null, null, null, "zz", 5)))
        .isInstanceOf(MergeReader.UnknownGroupException.class);
    assertThat(reader.groups("nobody", ALL)).isEmpty();
    assertThat(reader.counts("acme").orElseThrow())
        .containsExactly(
            new MergeCountAnswer(1, "contacts", "AUTOMATIC", "SAME_ADDRESS", 1, 2, 12.5, 12.5),
            new MergeCountAnswer(1, "contacts", "REVIEW", "SAME_NAME_AT_OUTLET", 2, 5, 6.0, 6.0));
    assertThat(tables().get("merge_group")).noneMatch(row -> row.contains("Ann"));
  }

  @Test
  void shouldShowNoGroupThatALaterPlanNoLongerHas() {
    rehearsed();
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.0, "3", "4"));
    topics.add(Topics.MERGE_GROUPS, 1, MergeGroupRecords.review(1, "c1", 7.0, "5", "6"));
    project(1_000);
    assertThat(list(ALL)).hasSize(2);

    RecordedTopics later = new RecordedTopics();
    Story.rehearsed()
        .add("eve", new DecisionEvent.MergesDecided(1, 41, 1, 0, 0, "one person"))
        .approved()
        .copyingLive()
        .records()
        .forEach(e -> later.add(Topics.EVENTS, 0, e));
    MergeGroupFound decided = MergeGroupRecords.review(2, "b1", 6.0, "3", "4");
    decided.setState("TOGETHER");
    decided.setDecisionAt(41L);
    later.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.0, "3", "4"));
    later.add(Topics.MERGE_GROUPS, 1, MergeGroupRecords.review(1, "c1", 7.0, "5", "6"));
    project(later, 1_000);
    assertThat(list(ALL)).isEmpty();

    later.add(Topics.MERGE_GROUPS, 0, decided);
    project(later, 1_000);
    assertThat(list(ALL))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.run()).isEqualTo(2);
              assertThat(group.state()).isEqualTo("TOGETHER");
              assertThat(group.decision()).isEqualTo(1);
              assertThat(group.offset()).isEqualTo(1);
            });
    assertThat(tables().get("merge_group")).hasSize(1);
  }

  @Test
  void shouldWriteTheSameRowsWhateverTheBatchSizeAndHoweverOftenARecordComes() {
    rehearsed();
    MergeGroupFound company = MergeGroupRecords.automatic(1, "d1", 9.0, "1", "2");
    company.setEntityName("companies");
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.0, "3", "4"));
    topics.add(Topics.MERGE_GROUPS, 0, company);
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.5, "3", "4"));
    project(1_000);
    List<String> atOnce = tables().get("merge_group");
    assertThat(atOnce).hasSize(2);
    assertThat(list(ALL)).extracting(MergeGroupAnswer::weight).containsExactly(9.0, 6.5);
    assertThat(list(ALL))
        .extracting(MergeGroupAnswer::entity)
        .containsExactly("companies", "contacts");
    writer.empty();
    project(1);
    assertThat(tables().get("merge_group")).isEqualTo(atOnce);
  }

  @Test
  void shouldNameTheLastDecision() {
    Story.rehearsed()
        .add("ann", new DecisionEvent.MergesDecided(1, 17, 1, 0, 0, "same"))
        .add("ann", new DecisionEvent.FixDecided(2, 18, List.of("DROP contacts.fax"), "old"))
        .add("ann", new DecisionEvent.DecisionUndone(2, "new"))
        .records()
        .forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(1_000);
    assertThat(reader.lastDecision("acme")).isEqualTo(2);
    assertThat(reader.lastDecision("nobody")).isZero();
  }

  @Test
  void shouldSkipARecordWithoutARun() {
    rehearsed();
    MergeGroupFound lost = MergeGroupRecords.review(1, "b1", 6.0, "3", "4");
    lost.setRunId("acme");
    topics.add(Topics.MERGE_GROUPS, 0, lost);
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "c1", 6.0, "5", "6"));
    project(1_000);
    assertThat(list(ALL)).extracting(MergeGroupAnswer::group).containsExactly("c1");
    assertThat(number("select count(*) from read_model.left_out")).isEqualTo(1);
  }

  @Test
  void shouldFindTheGroupsOfARow() {
    rehearsed();
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.0, "3", "4"));
    project(1_000);
    assertThat(reader.groupsOf("acme", "contacts", "4"))
        .extracting(MergeGroupAnswer::group)
        .containsExactly("b1");
    assertThat(reader.groupsOf("acme", "companies", "4")).isEmpty();
    MergeExplanationAnswer apart = groups.explain("acme", "contacts", "4", "9");
    assertThat(apart.group()).isNull();
    assertThat(apart.text())
        .contains("No merge group of run 1 has both", "4 is in group b1 (REVIEW).", "9 is in no");
  }

  @Test
  void shouldAnswerRequestsAndRefuseBadParameters() throws Exception {
    rehearsed();
    topics.add(Topics.MERGE_GROUPS, 0, MergeGroupRecords.review(1, "b1", 6.0, "3", "4"));
    project(1_000);
    assertThat(get("migrations/acme/merges?state=review&above=5.5&at-most=3").body())
        .startsWith("[{\"run\":1,\"entity\":\"contacts\",\"group\":\"b1\"")
        .doesNotContain("Ann");
    assertThat(get("migrations/acme/merges?state=automatic").body()).isEqualTo("[]");
    assertThat(get("migrations/acme/merges/counts").body()).contains("\"groups\":1");
    assertThat(get("migrations/acme/merges/explain?left=3&right=9").body())
        .contains("No merge group of run 1 has both");
    refused("migrations/acme/merges?state=maybe", "AUTOMATIC, REVIEW, TOGETHER, APART");
    refused("migrations/acme/merges?above=much", "a match weight in bits");
    refused("migrations/acme/merges?above=NaN", "a match weight in bits");
    refused("migrations/acme/merges?at-most=1", "a whole number from 2");
    refused("migrations/acme/merges?limit=5000", "a whole number from 1 to 1000");
    refused("migrations/acme/merges?after=zz", "behind which the list begins");
    refused("migrations/acme/merges/explain?left=3", "two different ids");
    refused("migrations/acme/merges/explain?left=3&right=4&entity=A%20B", "name of an entity");
    assertThat(get("migrations/acme/merges/zz").body()).contains("a merge group 'zz'");
    assertThat(get("migrations/nobody/merges").body()).contains("a migration of 'nobody'");
    assertThat(get("migrations/nobody/merges/zz").body()).contains("a migration of 'nobody'");
  }

  private void refused(String path, String expected) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(answer.body()).contains(expected);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          TestIdentities.as("viewer", HttpRequest.newBuilder(address.resolve(path))).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private void rehearsed() {
    Story.rehearsed().records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
    project(1_000);
  }

  private List<MergeGroupAnswer> list(MergeQuery query) {
    return reader.groups("acme", query).orElseThrow();
  }
}
