package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PacksCommandTest {
  private static final String REFERENCE = "../../schemas/packs/reference";

  private final StringWriter out = new StringWriter();

  @Test
  void shouldPrintAnObjectForEachPackWhenAskedForJson() throws IOException {
    assertThat(check(REFERENCE, "--offline", "--json")).isZero();
    JsonNode packs = new ObjectMapper().readTree(out.toString());
    assertThat(packs)
        .extracting(pack -> pack.get("pack").asText(), pack -> pack.get("state").asText())
        .containsExactly(tuple("reference-legacy", "READ"), tuple("reference-crm", "READ"));
  }

  @Test
  void shouldPrintThePlaceOfAFindingWhenAskedForJson(@TempDir Path folder) throws IOException {
    Path pack = folder.resolve("pack.yaml");
    Files.writeString(pack, "kind: source\nname: [");
    assertThat(check(folder.toString(), "--offline", "--json")).isOne();
    JsonNode finding = new ObjectMapper().readTree(out.toString()).get(0).get("findings").get(0);
    assertThat(finding.get("file").asText()).isEqualTo(pack.toString());
    assertThat(finding.get("line").asInt()).isPositive();
    assertThat(finding.get("column").asInt()).isPositive();
    assertThat(finding.get("expected").asText()).isNotEmpty();
  }

  @Test
  void shouldPrintTheColumnsThatAreNotComparedAsNotes(@TempDir Path folder) throws IOException {
    Path reference = Path.of(REFERENCE).resolve("reference-crm");
    Path pack = Files.createDirectory(folder.resolve("reference-crm"));
    try (Stream<Path> files = Files.list(reference)) {
      for (Path file : files.toList()) {
        Files.copy(file, pack.resolve(file.getFileName()));
      }
    }
    Path yaml = pack.resolve("pack.yaml");
    String written = Files.readString(yaml);
    assertThat(written).contains("subject: subject");
    Files.writeString(
        yaml, written.replace("subject: subject", "subject: {value: subject, compare: false}"));
    assertThat(check(folder.toString(), "--offline", "--json")).isZero();
    JsonNode notes = new ObjectMapper().readTree(out.toString()).get(0).get("notes");
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0).asText()).contains("pack.yaml:", "subject", "not compared");
    assertThat(notes.get(1).asText()).isEqualTo("1 column is not compared");
  }

  @Test
  void shouldPrintALineForEachPack() {
    assertThat(check(REFERENCE, "--offline")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith("read, no finding; its database was not asked"));
  }

  @Test
  void shouldReportAllFindingsOfAllPacksWhenSeveralAreBad(@TempDir Path folder) throws IOException {
    for (String name : List.of("one", "two")) {
      Files.createDirectories(folder.resolve(name));
      Files.writeString(folder.resolve(name).resolve("pack.yaml"), "pack: %s\n".formatted(name));
    }
    assertThat(check(folder.toString())).isOne();
    assertThat(out.toString())
        .contains(folder.resolve("one/pack.yaml").toString())
        .contains(folder.resolve("two/pack.yaml").toString());
  }

  private int check(String... arguments) {
    return new CommandLine(new PacksCommand.Check())
        .setOut(new PrintWriter(out))
        .execute(arguments);
  }
}
