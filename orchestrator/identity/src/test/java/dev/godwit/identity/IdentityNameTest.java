package dev.godwit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "Ann O'Neil",
        "ann@example.com",
        "José",
        "Zoë-Marie 2",
        "Анна",
        "山田太郎",
        "やまだ タロウ",
        "김철수",
        "ben"
      })
  void shouldTakeNamesAsPeopleHaveThem(String name) {
    assertThat(IdentityName.flaw(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", " ann", "ann ", "a\u200Bnn", "a\u200Dnn", "\u202Enna", "a\u2066nn", "ann\uFEFF",
            "a\u00ADnn",
        "a\u0000nn", "a\nnn", "a\u00A0nn", "ann\uFE0F", "\u3164", "\u0430nn", "аnn", "ａｎｎ", "ﬁnn",
            "Jose\u0301",
        "topic", "TOPIC", "clock", "a\uD800", "a\uE000", "\u2028ann"
      })
  void shouldRefuseNamesThatReadersTakeForAnother(String name) {
    assertThat(IdentityName.flaw(name)).isPresent();
  }

  @Test
  void shouldShowWhatAReaderWouldNotSee() {
    assertThat(IdentityName.shown("a\u202Enn\u200B")).isEqualTo("a\uFFFDnn\uFFFD");
    assertThat(IdentityName.shown("Zoë O'Neil")).isEqualTo("Zoë O'Neil");
  }
}
