package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.FollowedQuery;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.run.RunSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningTailsTest {
  private static final String CHANGED = "reference-legacy";
  private static final String UNCHANGED = "other-legacy";
  private static final int LIMIT = 10;

  private final RunningTails tails = new RunningTails();
  private @TempDir Path folder;
  private Packs read;
  private SourcePacks packs;

  @BeforeEach
  void copyPacks() throws IOException {
    for (String name : new String[] {CHANGED, UNCHANGED}) {
      Path copy = Files.createDirectory(folder.resolve(name));
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(Path.of("../../schemas/packs/reference").resolve(CHANGED))) {
        for (Path file : files) {
          Files.writeString(
              copy.resolve(file.getFileName()),
              Files.readString(file).replace("pack: " + CHANGED, "pack: " + name));
        }
      }
    }
    read = Packs.load(folder, variable -> null);
    packs = new SourcePacks(read);
  }

  private RunningTail running(String pack, String customer) {
    SourcePack of = packs.all().get(pack);
    FollowedQuery followed = of.followed().getFirst();
    RunSpec run = RunSpec.named(customer + "/1", customer, 1, RunKind.LIVE);
    RunningTail tail = new RunningTail(run, of, followed, TailState.from(0, LIMIT));
    tails.add(tail);
    return tail;
  }

  @Test
  void shouldEndTheTailsOfThePartitionWhenTheFilesOfTheirPackAreChanged() throws Exception {
    RunningTail changed = running(CHANGED, "acme");
    RunningTail unchanged = running(UNCHANGED, "zeta");
    assertThat(changed.partition()).isNotEqualTo(unchanged.partition());
    assertThat(tails.partitionsWithout(packs::isCurrent)).isEmpty();

    Path file = folder.resolve(CHANGED).resolve("pack.yaml");
    Files.writeString(file, Files.readString(file) + "# other files\n");
    read.reload();

    assertThat(tails.partitionsWithout(packs::isCurrent)).containsExactly(changed.partition());
    tails.removeOf(changed.partition());
    assertThat(tails.all()).containsExactly(unchanged);
    assertThat(tails.has(changed)).isFalse();

    RunningTail renewed = running(CHANGED, "acme");
    assertThat(tails.partitionsWithout(packs::isCurrent)).as("it has the newest files").isEmpty();
    assertThat(tails.has(changed)).as("not the one of before").isFalse();
    tails.remove(changed);
    assertThat(tails.has(renewed)).isTrue();
  }

  @Test
  void shouldKeepTheTailsWhenTheNewFilesHaveFindings() throws Exception {
    running(CHANGED, "acme");
    Path file = folder.resolve(CHANGED).resolve("pack.yaml");
    Files.writeString(file, Files.readString(file) + "nonsense: true\n");
    read.reload();
    assertThat(tails.partitionsWithout(packs::isCurrent)).isEmpty();
  }
}
