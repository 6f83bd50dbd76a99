package dev.godwit.orchestrator.trust;

import dev.godwit.identity.Identity;
import dev.godwit.identity.signature.CommandKeys;
import dev.godwit.identity.signature.CommandSignature;
import dev.godwit.identity.signature.CommandSigner;
import dev.godwit.identity.signature.CommandVerifier;
import dev.godwit.identity.signature.KeyFile;
import dev.godwit.identity.signature.KeyFileException;
import dev.godwit.identity.signature.SignedRoute;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.records.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jboss.logging.Logger;

/**
 * The keys that the orchestrator trusts, and its own, with which it signs the commands of people
 * whom it authenticated and those of its clock. Thread-safe.
 *
 * <p>Without a signing key it makes one that lives as long as the process: commands that were
 * published before a restart and not answered are refused after it.
 */
@Singleton
public class CommandTrust {
  private static final Logger LOG = Logger.getLogger(CommandTrust.class);
  private static final String OWN = "orchestrator";

  private final Supplier<CommandKeys> keys;
  private final CommandSigner signer;
  private final CommandVerifier verifier;

  @Inject
  CommandTrust(OrchestratorSettings settings) {
    this(
        settings.commands().keys().map(KeyFile::new).orElse(null),
        settings.commands().signingKey().map(SigningKey::read).orElse(null),
        settings.commands().life());
  }

  private CommandTrust(Supplier<CommandKeys> trusted, SigningKey given, Duration life) {
    String installation = installation(trusted, given);
    SigningKey own = given != null ? given : temporary(installation);
    Supplier<CommandKeys> others =
        trusted != null ? trusted : () -> new CommandKeys(installation, Map.of());
    this.keys = () -> others.get().with(own.vouching());
    this.signer = new CommandSigner(own, Topics.COMMANDS, life, Clock.systemUTC());
    this.verifier = new CommandVerifier(keys, Topics.COMMANDS, life);
  }

  /**
   * The trust of a test or a tool.
   *
   * @param keys public keys of people; null for none
   * @param own key of the orchestrator; null for a temporary one
   * @param life longest life of a person's signature
   */
  public static CommandTrust of(Supplier<CommandKeys> keys, SigningKey own, Duration life) {
    return new CommandTrust(keys, own, life);
  }

  private static String installation(Supplier<CommandKeys> keys, SigningKey own) {
    if (keys == null) {
      return own == null ? "temporary-" + UUID.randomUUID() : own.installation();
    }
    String installation = keys.get().installation();
    if (own != null && !own.installation().equals(installation)) {
      throw new KeyFileException(
          "Expected GODWIT_COMMAND_SIGNING_KEY to be of the installation %s, as GODWIT_COMMAND_KEYS is, found %s. Make both for one installation."
              .formatted(installation, own.installation()));
    }
    return installation;
  }

  private static SigningKey temporary(String installation) {
    LOG.warn(
        "GODWIT_COMMAND_SIGNING_KEY names no key: commands are signed with one that ends with this process, and one orchestrator alone may run.");
    return SigningKey.generate(installation, OWN);
  }

  /** Verifies signatures of commands. */
  public CommandVerifier verifier() {
    return verifier;
  }

  /** The keys that count now, the orchestrator's own among them. */
  public CommandKeys keys() {
    return keys.get();
  }

  /**
   * The header that signs a command for somebody whom the orchestrator authenticated.
   *
   * @param person the author, with roles and customers
   * @param commandId id of the command
   * @param key key of the record; may be null
   * @param value value of the record
   */
  public Header vouch(Identity person, String commandId, byte[] key, byte[] value) {
    return header(signer.vouch(person, SignedRoute.REST, commandId, key, value));
  }

  /** The header that signs a command of the orchestrator's clock. */
  public Header ofClock(String commandId, byte[] key, byte[] value) {
    Identity clock = new Identity(Identity.CLOCK, Set.of(), Set.of());
    return header(signer.vouch(clock, SignedRoute.CLOCK, commandId, key, value));
  }

  private static Header header(String signature) {
    return new RecordHeader(CommandSignature.HEADER, signature.getBytes(StandardCharsets.US_ASCII));
  }
}
