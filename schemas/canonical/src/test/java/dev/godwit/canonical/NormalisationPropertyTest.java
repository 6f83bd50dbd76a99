package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NormalisationPropertyTest {
  @Property
  void shouldBeIdempotentForAddresses(@ForAll("addresses") String raw) {
    Optional<String> once = NormalisedAddress.of(raw);
    once.ifPresent(address -> assertThat(NormalisedAddress.of(address)).isEqualTo(once));
  }

  @Property
  void shouldNormaliseAnyTextAsAddressWithoutFailure(@ForAll String raw) {
    Optional<String> address = NormalisedAddress.of(raw);
    address.ifPresent(a -> assertThat(NormalisedAddress.of(a)).contains(a));
    if (address.isEmpty()) {
      assertThat(AddressFlaw.of(raw, NormalisedAddress.Dots.REGULAR).text()).endsWith(".");
    }
  }

  @Property
  void shouldBeIdempotentForJson(@ForAll("json") Object value) {
    String json = CanonicalJson.write(value);
    assertThat(CanonicalJson.of(json)).isEqualTo(json);
  }

  @Property
  void shouldIgnoreTheOrderOfKeys(@ForAll Map<String, Integer> fields) {
    List<Map.Entry<String, Integer>> entries = new ArrayList<>(fields.entrySet());
    entries.removeIf(entry -> hasSurrogate(entry.getKey()));
    Map<String, Object> one = new LinkedHashMap<>();
    entries.forEach(e -> one.put(e.getKey(), java.math.BigDecimal.valueOf(e.getValue())));
    Collections.shuffle(entries, new Random(3));
    Map<String, Object> other = new LinkedHashMap<>();
    entries.forEach(e -> other.put(e.getKey(), java.math.BigDecimal.valueOf(e.getValue())));
    assertThat(CanonicalJson.of(CanonicalJson.write(one)))
        .isEqualTo(CanonicalJson.of(CanonicalJson.write(other)));
  }

  private static boolean hasSurrogate(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }

  @Provide
  Arbitrary<String> addresses() {
    Arbitrary<String> local =
        Arbitraries.strings()
            .withChars(
                "aZ9.+_-\u00c9\u00e9\u0130\u03a3\u00df\u1e9e\u0301\ud83d\ude00 \u00ad\u200d\ufe0f")
            .ofMinLength(1)
            .ofMaxLength(8);
    Arbitrary<String> label =
        Arbitraries.strings().withChars("aZ9-\u00fc\u00dc\u00df\u4f8b\u3002").ofMaxLength(6);
    Arbitrary<String> space = Arbitraries.of("", " ", "\u00a0", "\t", "\u200b", "\u200f \u00ad");
    return Combinators.combine(space, local, label, label, space)
        .as((before, l, a, b, after) -> before + l + "@" + a + "." + b + after);
  }

  @Provide
  Arbitrary<Object> json() {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange(' ', '\u02ff').ofMaxLength(8).asGeneric(),
            Arbitraries.bigDecimals().asGeneric(),
            Arbitraries.of(Boolean.TRUE, Boolean.FALSE).asGeneric());
    return Arbitraries.recursive(() -> leaf, NormalisationPropertyTest::listOrObject, 0, 3);
  }

  private static Arbitrary<Object> listOrObject(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(3).map(list -> (Object) list),
        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(3), inner)
            .ofMaxSize(3)
            .map(map -> (Object) new java.util.TreeMap<>(map)));
  }
}
