package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

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
