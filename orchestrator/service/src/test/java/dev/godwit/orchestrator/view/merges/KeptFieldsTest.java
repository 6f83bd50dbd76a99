package dev.godwit.orchestrator.view.merges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.MergeGroupDetailAnswer.Kept;
import dev.godwit.api.MergeGroupDetailAnswer.Member;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptFieldsTest {
  @Test
  void shouldShowWhatEachRuleOfContactsKeeps() {
    List<Kept> kept =
        KeptFields.of(
            "contacts",
            List.of(
                new Member(
                    "17",
                    "17",
                    Map.of(
                        "givenName", " ",
                        "address", "Ann@Example.ORG ",
                        "tags", "[\"News\",\"vip\"]",
                        "team", "North",
                        "consent", "yes",
                        "customFields", "{\"a\":1}",
                        "createdAt", "2024-02-01T00:00:00Z",
                        "updatedAt", "2024-02-01T00:00:00Z")),
                new Member(
                    "4",
                    "4",
                    Map.of(
                        "givenName", "Ann",
                        "address", "other@example.org",
                        "tags", "VIP, paid",
                        "team", "South",
                        "consent", "opt-out",
                        "customFields", "{\"a\":2,\"b\":3}",
                        "createdAt", "2023-02-01T00:00:00Z",
                        "updatedAt", "2025-02-01T00:00:00Z",
                        "phone", "+49 1"))),
            Map.of());

    assertThat(kept)
        .extracting(Kept::field, Kept::value)
        .containsExactly(
            tuple("legacyId", "17"),
            tuple("address", "ann@example.org"),
            tuple("givenName", "Ann"),
            tuple("consent", null),
            tuple("team", "North, South"),
            tuple("tags", "News, vip, paid"),
            tuple("createdAt", "2023-02-01T00:00:00Z"),
            tuple("customFields", "{\"a\":1,\"b\":3}"),
            tuple("phone", "+49 1"),
            tuple("updatedAt", "2025-02-01T00:00:00Z"));
    assertThat(kept)
        .filteredOn(k -> k.field().equals("consent"))
        .extracting(Kept::rule)
        .first()
        .asString()
        .startsWith("a withdrawal where any row has one");
  }

  @Test
  void shouldKeepTheFirstValueOfEachFieldOfADeclaredEntity() {
    assertThat(
            KeptFields.of(
                "companies",
                List.of(
                    new Member("1", "1", Map.of("tags", "a")),
                    new Member("2", "2", Map.of("tags", "b", "name", "CNN"))),
                Map.of()))
        .extracting(Kept::field, Kept::value)
        .containsExactly(tuple("legacyId", "1"), tuple("tags", "a"), tuple("name", "CNN"));
  }

  @Test
  void shouldKeepAConsentThatAllRowsShare() {
    assertThat(
            KeptFields.of(
                "contacts",
                List.of(
                    new Member("1", "1", Map.of("consent", "no")),
                    new Member("2", "2", Map.of("consent", "no"))),
                Map.of()))
        .extracting(Kept::value)
        .containsExactly("1", "no");
  }

  @Test
  void shouldShowWhatTheRulesOfThePackKeep() {
    Map<String, String> first =
        Map.of(
            "team",
            "North",
            "updatedAt",
            "2024-01-01",
            "consent",
            "no",
            "a",
            "1",
            "b",
            "1",
            "c",
            "1",
            "d",
            "1",
            "e",
            "1");
    Map<String, String> second =
        Map.of(
            "team",
            "South",
            "updatedAt",
            "2025-01-01",
            "consent",
            "yes",
            "a",
            "2",
            "b",
            "2",
            "c",
            "2 2",
            "d",
            "2",
            "f",
            "2",
            "g",
            "2");
    List<Kept> kept =
        KeptFields.of(
            "contacts",
            List.of(new Member("1", "1", first), new Member("2", "2", second)),
            Map.of(
                "a", StatedRule.of(List.of("most-recent")),
                "b", StatedRule.of(List.of("most-complete")),
                "c", StatedRule.of(List.of("longest")),
                "d", StatedRule.of(List.of("by-team", "East", "South", "North")),
                "e", StatedRule.of(List.of("constant", "x")),
                "f", StatedRule.of(List.of("first")),
                "consent", StatedRule.of(List.of("most-recent"))));

    assertThat(kept)
        .extracting(Kept::field, Kept::value)
        .contains(
            tuple("a", "2"),
            tuple("b", "2"),
            tuple("c", "2 2"),
            tuple("d", "2"),
            tuple("e", "x"),
            tuple("f", "2"),
            tuple("consent", null));
    assertThat(kept)
        .filteredOn(k -> k.field().equals("d"))
        .extracting(Kept::rule)
        .containsExactly("that of the first of the teams East, South, North, by the pack");
    assertThat(kept)
        .filteredOn(k -> k.field().equals("consent"))
        .extracting(Kept::rule)
        .first()
        .asString()
        .startsWith("a withdrawal where any row has one; else ");
  }
}
