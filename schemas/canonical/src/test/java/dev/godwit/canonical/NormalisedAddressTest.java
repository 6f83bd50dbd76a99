package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.NormalisedAddress.Dots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisedAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ann@cnn.com,ann@cnn.com",
    "Ann.Lee@CNN.com,ann.lee@cnn.com",
    "'  ann@cnn.com\u00a0\u200b',ann@cnn.com",
    "a+b@mail.example,a+b@mail.example",
    "info@K\u00dcSTE.de,info@xn--kste-0ra.de",
    "info@ku\u0308ste.de,info@xn--kste-0ra.de",
    "Jos\u00c9@ejemplo.es,jos\u00e9@ejemplo.es",
    "jose\u0301@ejemplo.es,jos\u00e9@ejemplo.es",
    "\ud83d\udc26@birds.example,\ud83d\udc26@birds.example",
    "a@b@c.de,",
    "a@1x.b2,a@1x.b2",
  })
  void shouldNormaliseSpellingsOfOneMailboxAlike(String raw, String normalised) {
    assertThat(NormalisedAddress.of(raw).orElse(null)).isEqualTo(normalised);
  }

  /** By IDNA 2003, as release 0.1.0 had it, the first two would be fass.example and βόλοσ. */
  @ParameterizedTest
  @CsvSource({
    "anna@fa\u00df.example,anna@xn--fa-hia.example",
    "anna@FA\u1e9e.example,anna@xn--fa-hia.example",
    "anna@\u03b2\u03cc\u03bb\u03bf\u03c2.example,anna@xn--nxasmm1c.example",
    "anna@\u0dc1\u0dca\u200d\u0dbb\u0dd3.example,anna@xn--10cl1a0b660p.example",
    "anna@fass.example,anna@fass.example",
    "anna@ab--\u00fc.example,anna@xn--ab---3ra.example",
    "anna@\u4f8b\u3002example,anna@xn--fsq.example",
    "anna@\uff41\uff42.example,anna@ab.example",
  })
  void shouldKeepSharpSFinalSigmaAndJoinersApartInDomains(String raw, String normalised) {
    assertThat(NormalisedAddress.of(raw).orElse(null)).isEqualTo(normalised);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ann",
        "@cnn.com",
        "ann@",
        "ann@cnn",
        "ann@localhost",
        "ann@.com",
        "ann@cnn.",
        "ann@cnn..com",
        "ann@-cnn.com",
        "ann@cnn-.com",
        "ann@cnn.123",
        "ann@10.0.0.1",
        ".ann@cnn.com",
        "ann.@cnn.com",
        "a..n@cnn.com",
        "an n@cnn.com",
        "ann@c nn.com",
        "\"ann\"@cnn.com",
        "Ann <ann@cnn.com>",
        "ann@cnn_x.com",
        "ann,@cnn.com",
        "\ud800@cnn.com",
        "an\u00a0n@k\u00fc.de",
        "ann@\u00fc",
        "ann@a\u200d.com",
        "ann@\u05d0a.com",
        "ann@\u00fc..com",
        "ann@\u00fc.com.",
        "ann@\u00fc_.com"
      })
  void shouldBeEmptyWhenAnAddressIsMalformed(String raw) {
    assertThat(NormalisedAddress.of(raw)).isEmpty();
  }

  /** By release 0.1.0 the characters inside were loaded, and kept a contact from its twin. */
  @ParameterizedTest
  @CsvSource({
    "\u200fbuyer@example.com,buyer@example.com",
    "buyer@example.com\u200e,buyer@example.com",
    "\ufeff \u00adbuyer@example.com\u200b\ufe0f\u2060,buyer@example.com",
    "buyer@example.com\udb40\udd00,buyer@example.com",
    "bu\u00adyer@example.com,",
    "buyer\u200b@example.com,",
    "buyer\u200f@example.com,",
    "buy\u200der@example.com,",
    "buyer\ufe0f@example.com,",
    "buyer@exam\u00adple.com,",
    "buyer@\u2063example.com,",
    "buy\udb40\udd00er@example.com,",
  })
  void shouldRemoveInvisibleCharactersAtTheEndsAndRefuseThemInside(String raw, String normalised) {
    assertThat(NormalisedAddress.of(raw).orElse(null)).isEqualTo(normalised);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two..dots@mail.example", ".a@mail.example", "a.@mail.example"})
  void shouldTakeDotsAnywhereOnlyWhenAsked(String raw) {
    assertThat(NormalisedAddress.of(raw)).isEmpty();
    assertThat(NormalisedAddress.of(" " + raw, Dots.ANYWHERE)).contains(raw);
    assertThat(NormalisedAddress.of("\u00fc" + raw, Dots.ANYWHERE)).contains("\u00fc" + raw);
    assertThat(AddressFlaw.of(raw, Dots.REGULAR).text())
        .contains("'addresses.dots: anywhere' in the target pack allows them");
  }

  @ParameterizedTest
  @CsvSource({
    "a@b.example; c@d.example,several addresses",
    "a@b.example c@d.example,several addresses",
    "a@b@c.de,the character @ 2 times",
    "Ann <ann@example.com>,a name with an address",
    "https://example.com/ann,a URL",
    "mailto:ann@example.com,a URL",
    "www.example.com,a URL",
    "ann at example.com,a text without @",
    "@example.com,nothing before the @",
    "ann@,nothing behind the @",
    "bu\u00adyer@example.com,the invisible character U+00AD SOFT HYPHEN inside",
    "buyer@exam\u200bple.com,the invisible character U+200B ZERO WIDTH SPACE inside",
    "a b@example.com,a space before the @",
    "a(b@example.com,the character U+0028 LEFT PARENTHESIS before the @",
    "ann@localhost,a domain without a dot",
    "ann@c_n.com,the character U+005F LOW LINE in the domain",
    "ann@cnn..com,a domain with a dot first",
    "ann@-cnn.com,a domain with a hyphen beside a dot",
    "ann@10.0.0.1,a domain that ends with a number",
    "ann@\u05d0a.com,a domain that UTS 46 does not allow",
  })
  void shouldSayWhichRuleIsBroken(String raw, String found) {
    assertThat(NormalisedAddress.of(raw)).isEmpty();
    assertThat(AddressFlaw.of(raw, Dots.REGULAR).text())
        .startsWith("Expected one address of the form local@domain.tld, but found " + found);
  }

  @ParameterizedTest
  @CsvSource({"66,3,64,66", "1,64,63,64", "60,0,254,320"})
  void shouldSayLimitAndLengthWhenAnAddressIsTooLong(
      int local, int label, long limit, long length) {
    String domain = label == 0 ? "b.".repeat(128) + "com" : "b".repeat(label) + ".com";
    String raw = "a".repeat(local) + "@" + domain;
    assertThat(NormalisedAddress.of(raw)).isEmpty();
    AddressFlaw flaw = AddressFlaw.of(raw, Dots.REGULAR);
    assertThat(flaw.limit()).isEqualTo(limit);
    assertThat(flaw.length()).isEqualTo(length);
    assertThat(flaw.text()).contains("at most " + limit, "but found " + length);
  }

  @Test
  void shouldLimitLengthsAsRfc5321Does() {
    String local = "a".repeat(64);
    assertThat(NormalisedAddress.of(local + "@cnn.com")).isPresent();
    assertThat(NormalisedAddress.of("a" + local + "@cnn.com")).isEmpty();
    assertThat(NormalisedAddress.of("a@" + "b".repeat(63) + ".com")).isPresent();
    assertThat(NormalisedAddress.of("a@" + "b".repeat(64) + ".com")).isEmpty();
    assertThat(NormalisedAddress.of("a@" + "b.".repeat(127) + "com")).isEmpty();
  }

  @Test
  void shouldBeEmptyWhenAnAddressIsMissing() {
    assertThat(NormalisedAddress.of(null)).isEmpty();
  }
}
