package dev.godwit.extractor.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.Entity;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.Sql;
import dev.godwit.worker.StageFailedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanningStatementsTest {
  private static final SourceEntity CONTACTS =
      new SourceEntity(
          Entity.CONTACTS,
          new Sql(
              "select * from c where t = :customer and ':customer' <> '' -- all", "pack.yaml", 1),
          List.of("a", "b"),
          Map.of());
  private static final SourceLayout LAYOUT =
      SourceLayout.withKey(CONTACTS, "o'hara", List.of("q.\"a\"", "q.\"B\""));

  @Test
  void the_customer_is_written_in_as_a_quoted_literal_and_only_as_a_parameter() {
    assertThat(LAYOUT.from())
        .isEqualTo("(select * from c where t = 'o''hara' and ':customer' <> '' -- all\n) q");
  }

  @Test
  void every_nth_key_is_asked_for_in_key_order() {
    assertThat(ChunkBoundaries.query(LAYOUT, 100))
        .startsWith(
            "select cast(key_0 as text), cast(key_1 as text), row_number from (select q.\"a\" as key_0, q.\"B\" as key_1, row_number() over (order by q.\"a\", q.\"B\")")
        .endsWith("where row_number % 100 = 0 order by row_number");
  }

  @Test
  void rows_without_a_key_are_counted_too() {
    assertThat(ChunkBoundaries.countQuery(LAYOUT))
        .contains("filter (where q.\"a\" is null or q.\"B\" is null)");
  }

  @Test
  void a_range_is_open_below_and_closed_above() {
    assertThat(new KeyRange("1\u001fx", "2\u001fit's").condition(LAYOUT))
        .isEqualTo("(q.\"a\", q.\"B\") > ('1', 'x') and (q.\"a\", q.\"B\") <= ('2', 'it''s')");
    assertThat(new KeyRange(null, null).condition(LAYOUT)).isEqualTo("true and true");
    assertThat(new KeyRange("1\u001f", null).condition(LAYOUT))
        .isEqualTo("(q.\"a\", q.\"B\") > ('1', '') and true");
  }

  @Test
  void a_key_that_holds_the_separator_is_refused() throws StageFailedException {
    assertThat(KeyRange.join(Entity.CONTACTS, List.of("1", ""))).isEqualTo("1\u001f");
    assertThatThrownBy(() -> KeyRange.join(Entity.CONTACTS, List.of("a\u001fb")))
        .isInstanceOf(StageFailedException.class);
  }
}
