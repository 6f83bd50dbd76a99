package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.pack.Packs;
import dev.godwit.worker.run.AssessedPacks;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.stage.StageIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases that packs name, while their files change. */
class TargetPacksTest {
  private static final Path REFERENCE = Path.of("../schemas/packs/reference/reference-crm");
  private static final String HERE = "jdbc:postgresql://here/crm";
  private static final String THERE = "jdbc:postgresql://there/crm";

  @TempDir private Path folder;
  private Packs packs;

  @Test
  void shouldGiveEachDatabaseAKeyOfItsOwnWhenAPackMoves() throws IOException {
    write("a-pack", HERE, "loader");
    TargetPacks targets = open(Optional.empty());
    String before = targets.databases().getFirst().key();
    write("a-pack", THERE, "loader");
    packs.reload();

    assertThat(targets.databases())
        .extracting(TargetDatabase::address)
        .containsExactly(HERE, THERE);
    assertThat(targets.databases()).extracting(TargetDatabase::key).doesNotHaveDuplicates();
    assertThat(targets.databases())
        .extracting(TargetDatabase::primary)
        .containsExactly(true, false);
    assertThat(targets.databases().getFirst().key()).isEqualTo(before).startsWith("crm-");
    assertThat(open(Optional.empty()).databases().getFirst().key())
        .isEqualTo(targets.databases().getLast().key());
  }

  @Test
  void shouldReachADatabaseAsTheFirstOfItsPacksThatCanBeReadSays() throws IOException {
    write("a-pack", HERE, "former");
    write("b-pack", HERE, "former");
    TargetPacks targets = open(Optional.empty());
    assertThat(targets.databases().getFirst().settings().user()).isEqualTo("former");
    write("b-pack", HERE, "newer");
    Files.writeString(folder.resolve("a-pack/pack.yaml"), "pack: a-pack\nkind: [");
    packs.reload();

    TargetDatabase database = targets.databases().getFirst();
    assertThat(database.settings().user()).isEqualTo("newer");
    assertThat(database.name()).isEqualTo("b-pack");
    assertThat(database.primary()).isTrue();
    assertThat(targets.settings(database).user()).isEqualTo("newer");
    assertThat(targets.unchecked("b-pack").name()).isEqualTo("b-pack");
  }

  @Test
  void shouldKeepThePreferredPackPrimaryWhileItHasFindings() throws IOException {
    write("a-pack", HERE, "loader");
    write("b-pack", THERE, "loader");
    String good = Files.readString(folder.resolve("b-pack/pack.yaml"));
    Files.writeString(folder.resolve("b-pack/pack.yaml"), "pack: b-pack\nkind: [");
    TargetPacks targets = open(Optional.of("b-pack"));
    assertThat(targets.databases()).extracting(TargetDatabase::primary).containsExactly(false);
    Files.writeString(folder.resolve("b-pack/pack.yaml"), good);
    packs.reload();

    assertThat(targets.databases())
        .filteredOn(TargetDatabase::primary)
        .extracting(TargetDatabase::address)
        .containsExactly(THERE);
  }

  @Test
  void shouldTakeTheFirstPackAsPrimaryWhereNoneHasThePreferredName() throws IOException {
    write("a-pack", HERE, "loader");
    write("b-pack", THERE, "loader");

    assertThat(open(Optional.of("another")).databases())
        .filteredOn(TargetDatabase::primary)
        .extracting(TargetDatabase::address)
        .containsExactly(HERE);
  }

  private TargetPacks open(Optional<String> preferred) {
    packs = Packs.open(folder, variable -> null);
    return new TargetPacks(
        packs,
        new RunPacks(
            packs,
            new AssessedPacks(),
            () -> {},
            new StageIdentity(Stage.LOAD, "loader", Optional.of("loader-1"), 0)),
        preferred);
  }

  private void write(String name, String url, String user) throws IOException {
    Path of = folder.resolve(name);
    Files.createDirectories(of);
    try (var files = Files.list(REFERENCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        if (file.endsWith("pack.yaml")) {
          text =
              text.replaceFirst("pack: reference-crm", "pack: " + name)
                  .replaceFirst("url: .*", "url: " + url)
                  .replaceFirst("user: .*", "user: " + user);
        }
        Files.writeString(of.resolve(file.getFileName().toString()), text);
      }
    }
  }
}
