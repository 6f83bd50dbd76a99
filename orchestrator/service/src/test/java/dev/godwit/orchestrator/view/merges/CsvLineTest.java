package dev.godwit.orchestrator.view.merges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {
  @Test
  void shouldQuoteWhatSeparatesCellsOrLines() throws IOException {
    StringWriter out = new StringWriter();
    CsvLine.write(out, List.of("a", "b,c", "say \"x\"", "two\nlines", "semi;colon", ""));
    assertThat(out).hasToString("a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\"semi;colon\",\r\n");
  }

  @Test
  void shouldKeepASpreadsheetFromComputingAValue() {
    assertThat(CsvLine.harmless("=1+1")).isEqualTo("'=1+1");
    assertThat(CsvLine.harmless("@sum(a1)")).isEqualTo("'@sum(a1)");
    assertThat(CsvLine.harmless("+cmd|x")).isEqualTo("'+cmd|x");
    assertThat(CsvLine.harmless("+49 (0)30-1/2")).isEqualTo("+49 (0)30-1/2");
    assertThat(CsvLine.harmless("Ann")).isEqualTo("Ann");
    assertThat(CsvLine.harmless("")).isEmpty();
  }
}
