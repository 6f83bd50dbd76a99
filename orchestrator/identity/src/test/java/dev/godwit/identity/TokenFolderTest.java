package dev.godwit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFolderTest {
  private static final List<Identity> PEOPLE =
      List.of(
          new Identity("ann", Set.of(Role.OPERATOR, Role.STEWARD), Set.of()),
          new Identity("ben", Set.of(Role.APPROVER), Set.of()),
          new Identity("root", Set.of(Role.ADMINISTRATOR), Set.of()),
          new Identity("viewer", Set.of(Role.VIEWER), Set.of()));

  @TempDir Path temporary;

  private TokenFolder folder() {
    return new TokenFolder(temporary.resolve("secrets"));
  }

  @Test
  void shouldMakeIdentitiesOnceAndForItsOwnerOnly() throws IOException {
    folder().makeIfMissing(PEOPLE);
    String token = folder().token("ann").orElseThrow();
    folder().makeIfMissing(PEOPLE);
    assertThat(folder().token("ann")).contains(token);
    assertThat(folder().identities().withToken(token)).contains(PEOPLE.getFirst());
    assertThat(Files.readString(folder().identitiesFile())).doesNotContain(token);
    assertThat(rights(folder().tokensFile())).isEqualTo("rw-------");
    assertThat(rights(folder().identitiesFile())).isEqualTo("rw-------");
    assertThat(rights(folder().tokensFile().getParent())).isEqualTo("rwx------");
  }

  @Test
  void shouldChooseTheIdentityWithTheRoleAndTheFewestOthers() {
    folder().makeIfMissing(PEOPLE);
    assertThat(folder().nameWith(Role.VIEWER)).contains("viewer");
    assertThat(folder().nameWith(Role.STEWARD)).contains("ann");
    assertThat(folder().nameWith(Role.APPROVER)).contains("ben");
    assertThat(folder().nameWith(Role.ADMINISTRATOR)).contains("root");
    folder().remove("ben");
    assertThat(folder().nameWith(Role.APPROVER)).contains("root");
  }

  @Test
  void shouldEndTheOldTokenWhenItIsRotated() {
    folder().makeIfMissing(PEOPLE);
    String old = folder().token("ben").orElseThrow();
    String fresh = folder().rotate("ben");
    assertThat(folder().identities().withToken(old)).isEmpty();
    assertThat(folder().identities().withToken(fresh)).contains(PEOPLE.get(1));
    assertThat(folder().token("ben")).contains(fresh);
  }

  @Test
  void shouldAddAndRemoveIdentities() {
    folder().makeIfMissing(PEOPLE);
    String token = folder().add(new Identity("zoe", Set.of(Role.OPERATOR), Set.of("acme")));
    assertThat(folder().identities().withToken(token).orElseThrow().customers())
        .containsExactly("acme");
    assertThatThrownBy(() -> folder().add(new Identity("zoe", Set.of(Role.VIEWER), Set.of())))
        .isInstanceOf(InvalidIdentitiesException.class);
    folder().remove("zoe");
    assertThat(folder().identities().withToken(token)).isEmpty();
    assertThat(folder().token("zoe")).isEmpty();
    assertThatThrownBy(() -> folder().rotate("zoe")).hasMessageContaining("ann, ben, root");
  }

  @Test
  void shouldRefuseTokensThatOthersMayRead() throws IOException {
    folder().makeIfMissing(PEOPLE);
    Files.setPosixFilePermissions(
        folder().tokensFile(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> folder().token("ann"))
        .isInstanceOf(InvalidIdentitiesException.class)
        .hasMessageContaining("chmod 600");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
