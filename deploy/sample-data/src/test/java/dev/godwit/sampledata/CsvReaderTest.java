package dev.godwit.sampledata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void readsCommasQuotesAndLineBreaksWithinQuotes() throws IOException {
    assertThat(rows("a,b\r\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\nlines\",\n"))
        .containsExactly(
            List.of("a", "b"), List.of("x, y", "he said \"no\""), List.of("two\nlines", ""));
  }

  @Test
  void theLastRowNeedsNoLineBreak() throws IOException {
    assertThat(rows("a,b\n ,c ")).containsExactly(List.of("a", "b"), List.of(" ", "c "));
    assertThat(rows("")).isEmpty();
  }

  private static List<List<String>> rows(String text) throws IOException {
    CsvReader csv = new CsvReader(new StringReader(text));
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row = csv.next(); row != null; row = csv.next()) {
      rows.add(row);
    }
    return rows;
  }
}
