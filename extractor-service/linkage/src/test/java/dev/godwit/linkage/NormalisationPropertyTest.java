package dev.godwit.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.linkage.compare.ValueComparison;
import dev.godwit.linkage.form.NormalForm;
import dev.godwit.linkage.form.PersonName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NormalisationPropertyTest {
  private static final String[] PIECES = {
    "Ann",
    "müller",
    "Straße",
    "co",
    "Inc.",
    "The",
    "jr.",
    "Dr.",
    "+tag",
    "@",
    "gmail.com",
    ".com",
    "www.",
    "cnn",
    "Ł",
    "Сергей",
    "-",
    ".",
    ",",
    " ",
    "'",
    "&",
    "GmbH",
    "0049",
    "+",
    "(0)",
    "030",
    "12",
    "1980-11-03",
    "/",
    "и",
    "ß",
    "Ⅷ",
    "İ",
    "https://",
    "saint",
    "\u0301",
    "x",
    "株式"
  };

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(12));
  }

  @Property(tries = 3000)
  void shouldChangeNothingWhenNormalisedTwice(
      @ForAll Meaning meaning, @ForAll("texts") String text) {
    String once = NormalForm.of(meaning, text);
    if (once != null) {
      assertThat(NormalForm.of(meaning, once)).isEqualTo(once);
    }
  }

  @Property(tries = 1000)
  void shouldTakeANormalisedNameApartAsBefore(
      @ForAll("texts") String given, @ForAll("texts") String family) {
    PersonName name = PersonName.of(given, family);
    PersonName again = PersonName.of(name.given(), name.family());
    assertThat(again.given()).isEqualTo(name.given());
    assertThat(again.family()).isEqualTo(name.family());
  }

  @Property(tries = 3000)
  void shouldCompareInEitherOrder(
      @ForAll Meaning meaning, @ForAll("texts") String one, @ForAll("texts") String other) {
    String left = NormalForm.of(meaning, one);
    String right = NormalForm.of(meaning, other);
    assertThat(ValueComparison.level(meaning, left, right))
        .isEqualTo(ValueComparison.level(meaning, right, left));
  }
}
