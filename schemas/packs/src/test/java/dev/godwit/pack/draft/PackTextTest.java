package dev.godwit.pack.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackTextTest {
  private final PackText text = new PackText();

  @Test
  void shouldQuoteWhatYamlWouldReadAsSomethingElse() {
    assertThat(PackText.list(List.of("open", "no", "1", "a: b", "say \"x\"")))
        .isEqualTo("[open, \"no\", \"1\", \"a: b\", \"say \\\"x\\\"\"]");
  }

  @Test
  void shouldKeepACommentInItsLinesWhateverAnIdentifierHolds() {
    text.comment(2, "table a\nkind: target " + "word ".repeat(40).strip());
    assertThat(text.toString().lines())
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> assertThat(line).startsWith("  #").hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void shouldWriteSqlWithYamlInItAsABlock() {
    text.sql(0, "freeze:", List.of("update a set b = 'c: d'"));
    assertThat(text).hasToString("freeze: |\n  update a set b = 'c: d'\n");
  }
}
