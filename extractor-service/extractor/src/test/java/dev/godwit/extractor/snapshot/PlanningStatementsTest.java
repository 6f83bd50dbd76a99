package dev.godwit.extractor.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
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
  void shouldQuoteTheCustomerWhenItIsAParameterAndNothingElse() {
    assertThat(LAYOUT.from())
        .isEqualTo("(select * from c where t = 'o''hara' and ':customer' <> '' -- all\n) q");
  }

  @Test
  void shouldQueryEveryNthKeyWhenChunksAreCut() {
    assertThat(ChunkBoundaries.query(LAYOUT, 100))
        .startsWith(
            "select cast(key_0 as text), cast(key_1 as text), row_number from (select q.\"a\" as key_0, q.\"B\" as key_1, row_number() over (order by q.\"a\", q.\"B\")")
        .endsWith("where row_number % 100 = 0 order by row_number");
  }

  @Test
  void shouldCountRowsWhenTheirKeyIsNull() {
    assertThat(ChunkBoundaries.countQuery(LAYOUT))
        .contains("filter (where q.\"a\" is null or q.\"B\" is null)");
  }

  @Test
  void shouldExcludeTheLowerAndIncludeTheUpperBoundWhenARangeIsRead() {
    assertThat(new KeyRange("1\u001fx", "2\u001fit's").condition(LAYOUT))
        .isEqualTo("(q.\"a\", q.\"B\") > ('1', 'x') and (q.\"a\", q.\"B\") <= ('2', 'it''s')");
    assertThat(new KeyRange(null, null).condition(LAYOUT)).isEqualTo("true and true");
    assertThat(new KeyRange("1\u001f", null).condition(LAYOUT))
        .isEqualTo("(q.\"a\", q.\"B\") > ('1', '') and true");
  }

  @Test
  void shouldRefuseAKeyWhenItHoldsTheSeparator() throws StageFailedException {
    assertThat(KeyRange.join(Entity.CONTACTS, List.of("1", ""))).isEqualTo("1\u001f");
    assertThatThrownBy(() -> KeyRange.join(Entity.CONTACTS, List.of("a\u001fb")))
        .isInstanceOf(StageFailedException.class);
  }
}
