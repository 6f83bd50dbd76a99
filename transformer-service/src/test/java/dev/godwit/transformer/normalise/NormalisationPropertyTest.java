package dev.godwit.transformer.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NormalisationPropertyTest {
  @Property
  void shouldBeIdempotentForOutlets(@ForAll("webLike") String raw) {
    String once = OutletName.of(raw);
    assertThat(OutletName.of(once)).isEqualTo(once);
  }

  @Property
  void shouldTakeAnyTextAsOutlet(@ForAll String raw) {
    String once = OutletName.of(raw);
    assertThat(OutletName.of(once)).isEqualTo(once);
  }

  @Property
  void shouldBeIdempotentForTags(@ForAll("tags") List<String> raw) {
    List<String> once = TagList.of(raw);
    assertThat(TagList.of(once)).isEqualTo(once);
    assertThat(once).hasSizeLessThanOrEqualTo(raw.size());
  }

  @Property
  void shouldBeIdempotentForLanguages(@ForAll("languages") String raw) {
    String code = LanguageCode.of(raw);
    if (code != null) {
      assertThat(LanguageCode.of(code)).isEqualTo(code);
    }
  }

  @Property
  void shouldReadAnyTextAsLanguageWithoutFailure(@ForAll String raw) {
    String code = LanguageCode.of(raw);
    assertThat(code == null || code.length() == 2).isTrue();
  }

  @Property
  void shouldBeIdempotentForWhiteSpace(@ForAll("tagText") String raw) {
    String once = TextForm.collapse(raw);
    assertThat(TextForm.collapse(once)).isEqualTo(once);
  }

  @Provide
  Arbitrary<String> webLike() {
    return Arbitraries.strings()
        .withChars("wW.aZ1-:/@?#\u00fc\u3002 \u00a0\u200e\u200d")
        .ofMaxLength(20)
        .map(text -> text.replace("W", "www."));
  }

  @Provide
  Arbitrary<List<String>> tags() {
    return tagText().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> tagText() {
    return Arbitraries.strings()
        .withChars("aA\u00e9e\u0301\u0130i\u00df \u00a0\t\u200b\u03a3\u1e9e\u0345\u200d\u00ad")
        .ofMaxLength(6);
  }

  @Provide
  Arbitrary<String> languages() {
    return Arbitraries.oneOf(
        Arbitraries.of(java.util.Locale.getISOLanguages()),
        Arbitraries.strings().withChars("endIW-_. ()").ofMaxLength(8));
  }
}
