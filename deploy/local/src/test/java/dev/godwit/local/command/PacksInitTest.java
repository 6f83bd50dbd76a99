package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PacksInitTest {
  private static final String CLOSED = "jdbc:postgresql://127.0.0.1:1/crm";

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void shouldEndWithTwoAndWriteNothingWhenTheDatabaseIsNotReached() {
    assertThat(init("--from", CLOSED, "--out", folder.resolve("packs").toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected to read the catalogue of " + CLOSED + " as user ann")
        .contains("the variable GODWIT_SOURCE_PASSWORD")
        .contains("; start the database");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldNameTheVariableOfTheKindOfPack() {
    init("--from", CLOSED, "--kind", "target", "--out", folder.toString());
    assertThat(err.toString()).contains("the variable GODWIT_TARGET_PASSWORD");
  }

  @Test
  void shouldEndWith64WhenTheCommandLineIsWrong() throws IOException {
    assertThat(init("--from", CLOSED, "--kind", "sink")).isEqualTo(64);
    assertThat(init()).isEqualTo(64);
    assertThat(init("--from", "jdbc:postgresql://ann:pw@db/crm")).isEqualTo(64);
    Files.createDirectory(folder.resolve("crm-source"));
    assertThat(init("--from", CLOSED, "--out", folder.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("expected no folder", "--force");
  }

  private int init(String... arguments) {
    return new CommandLine(new PacksInit(Map.of("PGUSER", "ann")::get))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
