package dev.godwit.local.stack;

import dev.godwit.local.security.CertificateAuthority;
import dev.godwit.local.security.CertificateAuthority.Identity;
import dev.godwit.local.security.StackTrust;
import dev.godwit.records.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a secure stack that another lacks: an authority of its own, a certificate for each
 * server, and a user with a password for each client. A stack is secure from its first start on, or
 * never: a file in its folder says so. Thread-safe as the folder of secrets is.
 */
public final class StackSecurity {
  /** User of the stack's owner in Kafka and in the registry. */
  static final String OWNER = "admin";

  /** User of the broker's own node. */
  static final String BROKER = "broker";

  private static final String MARK = "secure";
  private static final String CA = "ca.pem";
  private static final String CA_KEY = "ca-key.pem";
  private static final Duration CA_VALIDITY = Duration.ofDays(730);
  private static final Duration CA_RENEWAL = Duration.ofDays(180);
  private static final Duration VALIDITY = Duration.ofDays(90);

  /** A certificate is made anew at a start within this time before its end. */
  private static final Duration RENEWAL = Duration.ofDays(30);

  private static final List<String> SERVERS = List.of("broker", "registry", "postgres", "services");

  private final Path dir;
  private final SecretsFolder secrets;

  StackSecurity(Path dir) {
    this.dir = dir;
    this.secrets = new SecretsFolder(dir);
  }

  /** Whether the stack in this folder was made secure. */
  static boolean isMarked(Path dir) {
    return Files.exists(dir.resolve(MARK));
  }

  /** Lets the next start of a stack without data choose. */
  static void unmark(Path dir) {
    delete(dir.resolve(MARK));
  }

  /** File with the certificate of the stack's authority. */
  public Path ca() {
    return secrets.file(CA);
  }

  /** File with the certificate of a server. */
  Path certificate(String server) {
    return secrets.file(server + ".pem");
  }

  /** File with the key of a server. */
  Path key(String server) {
    return secrets.file(server + "-key.pem");
  }

  /** File with key and certificate of a server, as Kafka reads them. */
  Path keyAndCertificate(String server) {
    return secrets.file(server + "-store.pem");
  }

  /** Password of a user in Kafka. */
  String kafkaPassword(String user) {
    return secrets.make("kafka-" + user);
  }

  /** Password of a user in the registry. */
  String registryPassword(String user) {
    return secrets.make("registry-" + user);
  }

  /** Every user of Kafka that a secure stack has, the superusers included. */
  static List<String> kafkaUsers() {
    List<String> users = new ArrayList<>(List.of(OWNER, BROKER));
    for (Principal principal : Principal.values()) {
      users.add(principal.user());
    }
    return users;
  }

  /**
   * Makes what is missing or ends soon; nothing else changes.
   *
   * @throws StackException where the stack has data that was made without security
   */
  void prepare() {
    requireSecureData();
    CertificateAuthority authority = authority();
    for (String server : SERVERS) {
      if (isDue(certificate(server), RENEWAL)) {
        Identity identity = authority.sign(server, null, Instant.now(), VALIDITY);
        secrets.write(server + "-key.pem", identity.key());
        secrets.write(server + "-store.pem", identity.key() + identity.certificate());
        // Last, since it says whether the others are there.
        secrets.write(server + ".pem", identity.certificate());
      }
    }
    kafkaUsers().forEach(this::kafkaPassword);
    registryUsers().forEach(this::registryPassword);
    StackTrust.install(ca());
  }

  /** Every user of the registry. */
  static List<String> registryUsers() {
    List<String> users = new ArrayList<>(List.of(OWNER));
    for (Principal principal : Principal.values()) {
      users.add(principal.user());
    }
    return users;
  }

  private CertificateAuthority authority() {
    if (!isDue(ca(), CA_RENEWAL)) {
      return CertificateAuthority.of(
          new Identity(read(ca()), secrets.read(CA_KEY).orElseThrow() + "\n"));
    }
    CertificateAuthority made = CertificateAuthority.create("Godwit's local stack", CA_VALIDITY);
    for (String server : SERVERS) {
      delete(certificate(server));
    }
    secrets.write(CA_KEY, made.identity().key());
    secrets.write(CA, made.identity().certificate());
    return made;
  }

  /** Whether a certificate is missing or ends within a time. */
  static boolean isDue(Path file, Duration renewal) {
    if (!Files.exists(file)) {
      return true;
    }
    X509Certificate certificate = CertificateAuthority.certificate(read(file));
    return certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(renewal));
  }

  private void requireSecureData() {
    Path mark = dir.resolve(MARK);
    if (Files.exists(mark)) {
      return;
    }
    if (Files.exists(dir.resolve("data").resolve("kafka"))
        || Files.exists(dir.resolve("data").resolve("postgres"))) {
      throw new StackException(
          "Expected a stack without data for --secure, or one that was started with it, but found data in %s that was made without. Use another folder with --dir, or delete the data with 'godwit down --forget'."
              .formatted(dir.resolve("data")));
    }
    try {
      Files.writeString(mark, "This stack is secure from its first start on.\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + mark, e);
    }
  }

  /** Adds the variables of a client: a service, or the owner where there is no principal. */
  void clientVariables(Optional<Principal> principal, Map<String, String> variables) {
    String user = principal.map(Principal::user).orElse(OWNER);
    variables.put("GODWIT_KAFKA_SECURITY", "SASL_SSL");
    variables.put("GODWIT_KAFKA_MECHANISM", "SCRAM-SHA-512");
    variables.put("GODWIT_KAFKA_CA", ca().toString());
    variables.put("GODWIT_KAFKA_USER", user);
    variables.put("GODWIT_KAFKA_PASSWORD_FILE", secrets.file("kafka-" + user).toString());
    variables.put("GODWIT_REGISTRY_CA", ca().toString());
    variables.put("GODWIT_REGISTRY_USER", user);
    variables.put("GODWIT_REGISTRY_PASSWORD_FILE", secrets.file("registry-" + user).toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + file, e);
    }
  }
}
