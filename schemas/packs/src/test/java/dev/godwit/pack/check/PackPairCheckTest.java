package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Finding;
import dev.godwit.pack.Golden;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackPairCheckTest {
  private final Packs packs = Packs.load(Golden.folder("tables-good"), variable -> null);

  @Test
  void shouldReportAColumnThatCannotTakeTheNullOfAnInvalidValue() {
    assertThat(found(true)).noneMatch(expected -> expected.contains("takes NULL"));
    assertThat(found(false))
        .contains(
            "a column that takes NULL for 'address', which the source pack old-shop makes NULL where"
                + " it is invalid");
  }

  private List<String> found(boolean nullable) {
    TargetPack target = packs.target("new-shop");
    List<TargetTable> tables =
        target.tables().stream().map(table -> described(table, nullable)).toList();
    TargetPack described =
        new TargetPack(
            target.name(),
            target.fingerprint(),
            target.database(),
            target.liveSchema(),
            target.stagingSchema(),
            target.prepare(),
            target.enable(),
            target.disable(),
            target.isEnabled(),
            target.purge(),
            tables,
            target.ids(),
            target.fields(),
            target.contactRules());
    PackException thrown =
        catchThrowableOfType(
            PackException.class, () -> PackPairCheck.require(packs.source("old-shop"), described));
    return thrown.findings().stream().map(Finding::expected).toList();
  }

  private static TargetTable described(TargetTable table, boolean nullable) {
    List<TargetColumn> columns =
        table.columns().stream()
            .map(column -> column.described(ColumnType.TEXT, null, null, nullable, List.of()))
            .toList();
    return table.withColumns(columns);
  }
}
