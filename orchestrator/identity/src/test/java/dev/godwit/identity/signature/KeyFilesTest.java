package dev.godwit.identity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  @TempDir private Path folder;

  private static String of(SigningKey... keys) {
    KeySetText text = new KeySetText("here");
    for (SigningKey key : keys) {
      text.add(key, new Identity(key.identity(), Set.of(Role.OPERATOR), Set.of()), null, null);
    }
    return text.text();
  }

  private Path write(String name, String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @Test
  void shouldReadAPrivateKeyThatItsOwnerAloneMayRead() throws IOException {
    SigningKey key = SigningKey.generate("here", "ann");
    SigningKey read = SigningKey.read(write("ann", key.privateJson(), "rw-------"));
    assertThat(read.id()).isEqualTo(key.id());
    assertThat(read.identity()).isEqualTo("ann");
    assertThat(read.installation()).isEqualTo("here");
    assertThat(read.key()).isEqualTo(key.key());
    assertThat(read.toString())
        .doesNotContain(key.privateJson().split("\"d\":\"", -1)[1].split("\"", -1)[0]);
    Path open = write("open", key.privateJson(), "rw-r--r--");
    assertThatThrownBy(() -> SigningKey.read(open))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> SigningKey.read(folder.resolve("none")))
        .hasMessageContaining("NoSuchFileException");
  }

  @Test
  void shouldReadTheKeysAgainWhenTheirFileChanges() throws IOException {
    SigningKey first = SigningKey.generate("here", "ann");
    SigningKey second = SigningKey.generate("here", "ann");
    Path file = write("keys", of(first), "rw-r--r--");
    KeyFile keys = new KeyFile(file, Duration.ZERO);
    assertThat(keys.get().all()).extracting(TrustedKey::id).containsExactly(first.id());
    Files.writeString(file, of(first, second));
    assertThat(keys.get().all()).hasSize(2);
    Files.writeString(file, "{");
    assertThat(keys.get().all()).hasSize(2);
    Files.writeString(file, of(second));
    assertThat(keys.get().key(first.id())).isEmpty();
    assertThat(keys.get().key(second.id())).isPresent();
  }

  @Test
  void shouldKeepTheFormerKeysWhenTheFileCannotBeRead() throws IOException {
    SigningKey first = SigningKey.generate("here", "ann");
    Path file = write("keys", of(first), "rw-r--r--");
    KeyFile keys = new KeyFile(file, Duration.ZERO);
    Files.writeString(file, "{\"installation\":");
    assertThat(keys.get().key(first.id())).isPresent();
    Files.delete(file);
    assertThat(keys.get().key(first.id())).isPresent();
    assertThatThrownBy(() -> new KeyFile(file)).hasMessageContaining("GODWIT_COMMAND_KEYS");
  }

  @Test
  void shouldRefuseKeysThatCannotCount() {
    SigningKey ann = SigningKey.generate("here", "ann");
    String good = of(ann);
    assertThat(CommandKeys.parse(good, "f").all()).hasSize(1);
    refused(good.replace("\"ann\"", "\"a\u200Bnn\""), "U+200B");
    refused(good.replace("\"ann\"", "\"\u0430nn\""), "several scripts");
    refused(good.replace("\"ann\"", "\"topic\""), "orchestrator's own");
    refused(good.replace("operator", "king"), "roles of viewer");
    refused(good.replace("\"x\":", "\"d\":\"AAAA\",\"x\":"), "replace the key");
    refused(good.replace("\"crv\"", "\"secret\":\"1\",\"crv\""), "members of a key");
    refused(good.replace("Ed25519", "Ed448"), "Ed25519");
    refused(good.replace("\"installation\":\"here\",", ""), "\"installation\"");
    refused(of(ann, ann), "one key of each kid");
    refused("[]", "one JSON object");
    refused(
        good.replace("\"roles\":[\"operator\"]", "\"roles\":[\"operator\"],\"vouches\":true"),
        "no roles of a key that vouches");
    refused(
        "{\"installation\":\"here\",\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"a\",\"identity\":\"ann\"}]}",
        "members of a key");
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> CommandKeys.parse(json, "f"))
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith("f")
        .hasMessageContaining(why);
  }
}
