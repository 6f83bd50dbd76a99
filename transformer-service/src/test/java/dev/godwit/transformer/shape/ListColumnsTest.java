package dev.godwit.transformer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists in one column. */
class ListColumnsTest {
  @ParameterizedTest
  @EnumSource(names = {"TEXT", "JSON", "JSONB", "TEXT_ARRAY", "VARCHAR_ARRAY"})
  void shouldQuarantineAnItemWithNulWhateverTheColumn(ColumnType type) {
    EntityShaper shaper = new EntityShaper(pack(type), Entity.CONTACTS, TestPack.RUN);
    Object[] values = new Object[shaper.fields().size()];
    values[shaper.fields().position("legacyId")] = "7";
    values[shaper.fields().position("tags")] = List.of("a", "b\u0000c");

    QuarantinedException why =
        catchThrowableOfType(QuarantinedException.class, () -> shaper.shape(values));

    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_CHARACTER);
    assertThat(why.field()).isEqualTo("person.tags");
    assertThat(why.source()).isEqualTo("tags");
  }

  private static TargetPack pack(ColumnType type) {
    List<TargetTable> tables = new ArrayList<>();
    tables.add(
        TestPack.table(
            0,
            Entity.CONTACTS,
            "person",
            null,
            null,
            TestPack.column("id", "id", ColumnType.UUID, null, false),
            TestPack.column("tags", "tags", type, null, true)));
    for (TargetTable one : TestPack.standard().tables()) {
      if (!one.entity().equals(Entity.CONTACTS)) {
        tables.add(one.at(tables.size()));
      }
    }
    return TestPack.of(Map.of(), tables.toArray(TargetTable[]::new));
  }
}
