package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.SqlStateClass.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SqlStateClassTest {
  private static final Path PAGE = Path.of("../../deploy/docs/reference/database-errors.md");

  @Test
  void shouldBeTheDocumentedTableWhenThePageIsRead() throws IOException {
    String page = Files.readString(PAGE);
    String classes = page.substring(0, page.indexOf("## Settings of a session"));
    assertThat(
            classes.lines().filter(line -> line.startsWith("| `") || line.startsWith("| others")))
        .containsExactlyElementsOf(SqlStateClass.table().lines().toList());
  }

  @Test
  void shouldTakeTheLongestCodeWhenSeveralFit() {
    assertThat(SqlStateClass.of("53100")).isEqualTo(SqlStateClass.DISK_FULL);
    assertThat(SqlStateClass.of("53300")).isEqualTo(SqlStateClass.NO_RESOURCES);
    assertThat(SqlStateClass.of("53400").fault()).isEqualTo(Fault.RUN);
    assertThat(SqlStateClass.of("58P01").fault()).isEqualTo(Fault.FATAL);
    assertThat(SqlStateClass.of("58030").fault()).isEqualTo(Fault.RETRIABLE);
    assertThat(SqlStateClass.of("25006").fault()).isEqualTo(Fault.RETRIABLE);
    assertThat(SqlStateClass.of("25001")).isEqualTo(SqlStateClass.OTHER);
    assertThat(SqlStateClass.of("42P05")).isEqualTo(SqlStateClass.PREPARED_TWICE);
  }

  @Test
  void shouldStopTheRunWhenAStateIsUnknownOrLacking() {
    assertThat(SqlStateClass.of(null)).isEqualTo(SqlStateClass.OTHER);
    assertThat(SqlStateClass.of("")).isEqualTo(SqlStateClass.OTHER);
    assertThat(SqlStateClass.of("99999").fault()).isEqualTo(Fault.RUN);
  }

  @Test
  void shouldNameEachCodeOnceWhenItIsClassified() {
    assertThat(Arrays.stream(SqlStateClass.values()).map(SqlStateClass::code))
        .doesNotHaveDuplicates();
    assertThat(
            Arrays.stream(SqlStateClass.values())
                .filter(SqlStateClass::needsPerson)
                .allMatch(c -> c.fault() == Fault.RETRIABLE))
        .isTrue();
  }
}
