package dev.godwit.local.keys;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.signature.CommandKeys;
import dev.godwit.identity.signature.KeyFileException;
import dev.godwit.identity.signature.KeySetText;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.identity.signature.TrustedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys of an installation in one folder: {@code command-keys.json} with the public ones, which
 * the orchestrator reads, and a file for each private one, which its owner alone may read. Not
 * thread-safe; two processes must not change it at once.
 *
 * @param folder the folder; it need not exist
 */
public record CommandKeyFolder(Path folder) {
  /** Owner of the orchestrator's own key. */
  public static final String ORCHESTRATOR = "orchestrator";

  private static final String PUBLIC = "command-keys.json";
  private static final String PRIVATE = ".key.json";

  /** People of a new installation, with what they may do. */
  private static final Map<String, Set<Role>> PEOPLE =
      new TreeMap<>(
          Map.of(
              "ann", Set.of(Role.OPERATOR, Role.STEWARD),
              "ben", Set.of(Role.APPROVER, Role.STEWARD)));

  public CommandKeyFolder {
    folder = folder.toAbsolutePath().normalize();
  }

  /** The file of the public keys. */
  public Path publicKeys() {
    return folder.resolve(PUBLIC);
  }

  /** The file of the orchestrator's private key. */
  public Path orchestratorKey() {
    return folder.resolve(ORCHESTRATOR + PRIVATE);
  }

  /** Makes the keys of a new installation, where there are none. */
  public void makeWhereMissing() {
    if (!Files.exists(publicKeys())) {
      byte[] random = new byte[8];
      new SecureRandom().nextBytes(random);
      KeySetText text = new KeySetText("godwit-" + HexFormat.of().formatHex(random));
      PEOPLE.forEach((name, roles) -> add(text, new Identity(name, roles, Set.of()), null));
      write(publicKeys(), text.text());
    }
    if (!Files.exists(orchestratorKey())) {
      write(
          orchestratorKey(),
          SigningKey.generate(text().installation(), ORCHESTRATOR).privateJson());
    }
  }

  /**
   * Makes a key of a person, beside those that the person has.
   *
   * @param until moment from which it counts no more; null for never
   * @return the key
   */
  public SigningKey add(Identity person, Instant until) {
    KeySetText text = text();
    SigningKey key = add(text, person, until);
    write(publicKeys(), text.text());
    return key;
  }

  private SigningKey add(KeySetText text, Identity person, Instant until) {
    SigningKey key = SigningKey.generate(text.installation(), person.name());
    write(folder.resolve(key.id() + PRIVATE), key.privateJson());
    text.add(key, person, null, until);
    return key;
  }

  /**
   * Withdraws a public key: its signatures count no more.
   *
   * @return false where there is none of that id
   */
  public boolean withdraw(String id) {
    KeySetText text = text();
    if (!text.remove(id)) {
      return false;
    }
    write(publicKeys(), text.text());
    return true;
  }

  /** The public keys, in the order in which they were made. */
  public List<TrustedKey> keys() {
    return List.copyOf(CommandKeys.parse(read(publicKeys()), publicKeys().toString()).all());
  }

  /** Whether the private half of a key is in the folder. */
  public boolean hasPrivate(String id) {
    return Files.exists(folder.resolve(id + PRIVATE));
  }

  /** The newest key of a person that counts, and whose private half is here. */
  public Optional<SigningKey> keyOf(String person) {
    Instant now = Instant.now();
    return keys().reversed().stream()
        .filter(key -> key.owner().name().equals(person))
        .filter(key -> key.isValidAt(now) && hasPrivate(key.id()))
        .findFirst()
        .map(key -> SigningKey.read(folder.resolve(key.id() + PRIVATE)));
  }

  /** Names of the people who have a key that counts and is here, sorted. */
  public List<String> people() {
    try (Stream<TrustedKey> all = keys().stream()) {
      return all.filter(key -> hasPrivate(key.id()))
          .map(key -> key.owner().name())
          .distinct()
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private KeySetText text() {
    return KeySetText.of(read(publicKeys()), publicKeys().toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeyFileException(
          "Expected public keys in %s, found no file that can be read (%s). Start the stack once with godwit up, or name their folder with --keys."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Only its owner can read the file, from its first byte; it appears when it is complete. */
  private void write(Path file, String text) {
    try {
      Files.createDirectories(folder);
      boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
      if (posix) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      Path part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
      if (posix) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(part, text, StandardCharsets.UTF_8);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + file, e);
    }
  }
}
