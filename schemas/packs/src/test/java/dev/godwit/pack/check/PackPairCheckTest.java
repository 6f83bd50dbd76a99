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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void shouldReportIdsThatCannotFollowASurvivor(@TempDir Path folder) throws IOException {
    copy(
        folder,
        "old-shop",
        "      parent: {column: parent, references: companies}\n",
        "      name: {column: name, type: text}\n",
        "  contacts:\n    query",
        "    merge: by-key\n    merge-key: name\n  contacts:\n    query",
        "kind: kind, occurredAt: at}",
        "kind: kind, occurredAt: at, firm: {column: firm, references: companies}}");
    copy(
        folder,
        "new-shop",
        "  engagements:\n    id: derived\n",
        "  engagements:\n    id: derived\n    fields: {firm: {references: companies}}\n");
    Packs merging = Packs.load(folder, variable -> null);
    PackException thrown =
        catchThrowableOfType(
            PackException.class,
            () -> PackPairCheck.require(merging.source("old-shop"), merging.target("new-shop")));
    assertThat(thrown.findings())
        .extracting(Finding::expected)
        .contains(
            "a list of the source pack old-shop with 'references: companies', because companies merge"
                + " there",
            "a reference of engagements to an entity that does not merge as 'firm'");
    assertThat(thrown.findings().stream().filter(one -> one.expected().startsWith("a list of")))
        .as("a list that the source declares follows")
        .hasSize(1);
  }

  /** Copies a pack, with each text at an even place replaced by the one behind it. */
  private static void copy(Path folder, String name, String... replacements) throws IOException {
    String text = Files.readString(Golden.folder("tables-good").resolve(name + "/pack.yaml"));
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("pack.yaml"), text);
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
