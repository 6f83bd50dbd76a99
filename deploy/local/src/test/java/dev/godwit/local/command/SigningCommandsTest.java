package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.signature.CommandVerifier;
import dev.godwit.identity.signature.KeyFile;
import dev.godwit.identity.signature.SignatureException;
import dev.godwit.identity.signature.VerifiedCommand;
import dev.godwit.local.keys.CommandKeyFolder;
import dev.godwit.records.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SigningCommandsTest {
  @TempDir private Path dir;
  private CommandKeyFolder keys;
  private String out;
  private String err;

  @BeforeEach
  void makeKeys() {
    keys = new CommandKeyFolder(dir.resolve("keys"));
    keys.makeWhereMissing();
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new SigningCommands());
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    line.setOut(new PrintWriter(printed));
    line.setErr(new PrintWriter(complained));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(1, "--keys");
    all.add(2, keys.folder().toString());
    int code = line.execute(all.toArray(String[]::new));
    out = printed.toString();
    err = complained.toString();
    return code;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private VerifiedCommand verified(String key, byte[] value) throws SignatureException {
    String signature = out.replaceFirst("(?s).*godwit-signature=(\\S+).*", "$1");
    return new CommandVerifier(
            new KeyFile(keys.publicKeys()), Topics.COMMANDS, Duration.ofMinutes(10))
        .verify(
            signature.getBytes(StandardCharsets.US_ASCII),
            key.getBytes(StandardCharsets.UTF_8),
            value,
            Instant.now());
  }

  @Test
  void shouldSignAFileSoThatItProvesItsAuthor() throws Exception {
    Path file =
        file("approve.json", "{\"command\":\"ApproveMigration\",\"customer\":\"acme's\"}\n");
    assertThat(run("sign", file.toString(), "--as", "ben")).as(err).isZero();
    Path signed = dir.resolve("approve.signed.json");
    assertThat(out)
        .startsWith("kcat -b 127.0.0.1:")
        .contains(" -P -t migration.commands.v1 -k 'acme'\\''s' -H godwit-signature=")
        .endsWith(" " + signed + System.lineSeparator());
    VerifiedCommand verified = verified("acme's", Files.readAllBytes(signed));
    assertThat(verified.identity())
        .isEqualTo(new Identity("ben", Set.of(Role.APPROVER, Role.STEWARD), Set.of()));
    assertThat(Files.readString(signed)).contains(verified.commandId());
    assertThat(err).contains("Signed by ben as command " + verified.commandId());
  }

  @Test
  void shouldSignAFileWithAnIdAsItIs() throws Exception {
    String json = "{ \"command\":\"PauseProgramme\",  \"commandId\":\"c-1\" }\n";
    Path file = file("pause.json", json);
    assertThat(run("sign", file.toString(), "--as", "ann")).as(err).isZero();
    assertThat(out).contains(" -k '*' ").endsWith(" " + file + System.lineSeparator());
    assertThat(verified("*", json.getBytes(StandardCharsets.UTF_8)).commandId()).isEqualTo("c-1");
  }

  @Test
  void shouldRefuseWhatCannotBeSigned() throws IOException {
    Path other = file("other.json", "{\"command\":\"CancelMigration\",\"by\":\"ann\"}");
    assertThat(run("sign", other.toString(), "--as", "ben")).isEqualTo(1);
    assertThat(err).contains("by to be left out, or ben");
    assertThat(run("sign", file("no.json", "[").toString(), "--as", "ben")).isEqualTo(1);
    assertThat(err).contains("a command as one JSON object");
    assertThat(run("sign", other.toString(), "--as", "zoe")).isEqualTo(1);
    assertThat(err).contains("ann, ben");
    assertThat(run("sign", other.toString())).isEqualTo(1);
    assertThat(err).contains("--as NAME or --key FILE");
    assertThat(run("sign", dir.resolve("none.json").toString(), "--as", "ben")).isEqualTo(1);
    assertThat(err).contains("NoSuchFileException");
    assertThat(out).isEmpty();
  }

  @Test
  void shouldReplaceAKeyByAnotherAndWithdrawTheFirst() throws Exception {
    assertThat(run("key", "ben", "--role", "approver", "--customer", "acme", "--days", "9"))
        .as(err)
        .isZero();
    String first = keys.keyOf("ben").orElseThrow().id();
    assertThat(run("key", "ben")).as(err).isZero();
    String second = keys.keyOf("ben").orElseThrow().id();
    assertThat(second).isNotEqualTo(first);
    assertThat(run("keys")).isZero();
    assertThat(out).contains(first, second, "acme", "until 20", "until it is withdrawn");
    assertThat(run("withdraw", first)).isZero();
    assertThat(keys.keys()).extracting(key -> key.id()).contains(second).doesNotContain(first);
    assertThat(run("withdraw", first)).isEqualTo(1);
    assertThat(run("key", "cleo")).isEqualTo(1);
    assertThat(err).contains("--role for cleo");
    assertThat(run("key", "a\u200Bnn", "--role", "operator")).isEqualTo(1);
    assertThat(err).contains("U+200B");
    assertThat(run("key", "ann", "--role", "king")).isEqualTo(1);
    assertThat(err).contains("a role out of viewer");
  }

  @Test
  void shouldLetTheOwnerAloneReadTheKeysAndMakeThemOnce() throws IOException {
    String before = Files.readString(keys.publicKeys());
    keys.makeWhereMissing();
    assertThat(Files.readString(keys.publicKeys())).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.folder())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(keys.folder())) {
      assertThat(files.toList())
          .hasSize(4)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }
}
