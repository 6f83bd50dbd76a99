package dev.godwit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
  private static final String HASH = "0".repeat(64);

  @Test
  void shouldFindTheIdentityOfATokenAndOfNoOther() {
    Identity ann = new Identity("ann@example.com", Set.of(Role.OPERATOR), Set.of("a b", "ü:=#"));
    String token = Tokens.make();
    Identities all = Identities.parse(Identities.none().with(ann, Tokens.hash(token)).text());
    assertThat(all.withToken(token)).contains(ann);
    assertThat(all.withToken(token + "x")).isEmpty();
    assertThat(all.withToken(Tokens.hash(token))).isEmpty();
    assertThat(all.withToken("")).isEmpty();
  }

  @Test
  void shouldTakeSeveralTokensOfAnIdentity() {
    Identities all =
        Identities.parse(
            "ann.roles=viewer\nann.token-sha256=%s, %s\n"
                .formatted(Tokens.hash("one"), Tokens.hash("two")));
    assertThat(all.withToken("one")).isEqualTo(all.withToken("two")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann.roles=king",
        "ann.roles=",
        "ann.token-sha256=" + "0",
        "ann.role=viewer",
        "roles=viewer",
        "topic.roles=operator",
        "Clock.roles=operator",
        "a/b.roles=operator",
        "ann.roles=viewer\nann.roles=administrator",
        "ann.roles=viewer\nann.token-sha256=XYZ",
        "ann.roles=\\u00zz"
      })
  void shouldRefuseTheWholeTextWhenAPartIsWrong(String wrong) {
    assertThatThrownBy(
            () ->
                Identities.parse(
                    "ben.roles=viewer\nben.token-sha256=" + HASH + "\n" + wrong + "\n"))
        .isInstanceOf(InvalidIdentitiesException.class)
        .hasMessageStartingWith("Expected ");
  }

  @Test
  void shouldMakeTokensOf256RandomBits() {
    assertThat(Tokens.make()).matches("godwit_[A-Za-z0-9_-]{43}").isNotEqualTo(Tokens.make());
  }
}
