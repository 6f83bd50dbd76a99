package dev.godwit.orchestrator.engine;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.signature.CommandKeys;
import dev.godwit.identity.signature.CommandSignature;
import dev.godwit.identity.signature.CommandSigner;
import dev.godwit.identity.signature.KeySetText;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.orchestrator.trust.CommandTrust;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Keys of a test's installation: the orchestrator's, and those of people. */
final class TestKeys {
  private static final Duration LIFE = Duration.ofMinutes(10);

  final SigningKey own = SigningKey.generate("test", "orchestrator");
  private CommandKeys people = CommandKeys.parse(new KeySetText("test").text(), "none");
  private final CommandTrust trust = CommandTrust.of(() -> people, own, LIFE);
  private int made;

  CommandTrust trust() {
    return trust;
  }

  String nextId() {
    return "made-" + ++made;
  }

  /** A key of a person, which counts from now on. */
  SigningKey person(String name, Set<String> customers, Role... roles) {
    SigningKey key = SigningKey.generate("test", name);
    KeySetText text = new KeySetText("test");
    text.add(key, new Identity(name, Set.of(roles), customers), null, null);
    CommandKeys more = CommandKeys.parse(text.text(), "test");
    people = people.with(more.all().iterator().next());
    return key;
  }

  /** No key of a person counts any more. */
  void withdrawAll() {
    people = CommandKeys.parse(new KeySetText("test").text(), "none");
  }

  /** The header by which a key signs a record at a moment. */
  static Headers signed(SigningKey key, String id, byte[] value, Instant at) {
    CommandSigner signer =
        new CommandSigner(key, Topics.COMMANDS, LIFE, Clock.fixed(at, ZoneOffset.UTC));
    return header(signer.sign(id, null, value));
  }

  static Headers header(String signature) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(CommandSignature.HEADER, signature.getBytes(StandardCharsets.US_ASCII));
    return headers;
  }
}
