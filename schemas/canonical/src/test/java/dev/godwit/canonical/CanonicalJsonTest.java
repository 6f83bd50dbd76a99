package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ \"b\" : 1, \"a\" : [ true , null ] } | {\"a\":[true,null],\"b\":1}",
        "{\"a\":1,\"a\":2} | {\"a\":2}",
        "1.50 | 1.5",
        "15e-1 | 1.5",
        "1E3 | 1000",
        "-0 | 0",
        "-0.00 | 0",
        "12345678901234567890.10 | 12345678901234567890.1",
        "\"\\u0041\\/\\u000a\\u0001\" | \"A/\\n\\u0001\"",
        "\"\\ud83d\\ude00\" | \"\ud83d\ude00\"",
        "[] | []",
        "{} | {}",
        "{\"\":{\"z\":[[]],\"y\":\"\"}} | {\"\":{\"y\":\"\",\"z\":[[]]}}",
      })
  void shouldWriteEqualValuesAlike(String json, String canonical) {
    assertThat(CanonicalJson.of(json)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "tru",
        "nul",
        "NaN",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\t\"",
        "{a:1}",
        "1 1",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "1e1001",
        "1e99999999999",
        "-",
        "\u00a01",
        "1e-1001",
        "10e2147483647"
      })
  void shouldRefuseATextWhenItIsNotJson(String json) {
    assertThatThrownBy(() -> CanonicalJson.of(json)).isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void shouldNotQuoteTheTextInTheMessage() {
    assertThatThrownBy(() -> CanonicalJson.of("{\"secret\":oops}"))
        .hasMessage("Expected JSON at character 14, but found something else.");
  }

  @Test
  void shouldRefuseDeepNestingWithoutOverflowingTheStack() {
    assertThatThrownBy(() -> CanonicalJson.of("[".repeat(1_000_000)))
        .isInstanceOf(InvalidJsonException.class);
    assertThat(CanonicalJson.of("[".repeat(500) + "]".repeat(500))).hasSize(1000);
  }

  @Test
  void shouldReadBackTheLongestNumber() {
    String largest = CanonicalJson.of("9e999");
    assertThat(largest).hasSize(1000);
    assertThat(CanonicalJson.of(largest)).isEqualTo(largest);
  }
}
