package dev.godwit.extractor.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.extractor.engagement.tail.SourceDatabase;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcePacksTest {
  private static final String LEGACY = "reference-legacy";

  @TempDir private Path folder;

  @Test
  void shouldSayThatAPackIsNotCurrentOnceChangedFilesWithoutFindingsAreRead() throws IOException {
    Path file = copy().resolve("pack.yaml");
    Packs read = Packs.load(folder, variable -> null);
    SourcePacks packs = new SourcePacks(read);
    SourcePack former = read.source(LEGACY);
    assertThat(packs.isCurrent(former)).isTrue();

    Files.writeString(file, Files.readString(file) + "# another line\n");
    read.reload();
    assertThat(packs.isCurrent(former)).isFalse();
    assertThat(packs.isCurrent(read.source(LEGACY))).isTrue();

    Files.writeString(file, "no: pack\n");
    read.reload();
    assertThat(packs.isCurrent(former)).as("tails go on where no newer pack can be used").isTrue();
  }

  private Path copy() throws IOException {
    Path copy = Files.createDirectory(folder.resolve(LEGACY));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(SourceDatabase.PACKS.resolve(LEGACY))) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }
}
