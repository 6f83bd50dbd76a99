package dev.godwit.wire.security;

import java.util.Map;

/**
 * Security of the clients of broker and registry. Immutable; its text names no secret.
 *
 * @param kafka of the Kafka clients
 * @param registry of the registry's clients
 */
public record TransportSecurity(KafkaSecurity kafka, RegistrySecurity registry) {
  /** Neither TLS nor names, as the embedded stack is without {@code --secure}. */
  public static final TransportSecurity NONE =
      new TransportSecurity(KafkaSecurity.NONE, RegistrySecurity.NONE);

  /**
   * The security that variables ask for.
   *
   * @throws IllegalArgumentException with the setting that is wrong or missing; fatal
   */
  public static TransportSecurity of(Map<String, String> environment) {
    return new TransportSecurity(KafkaSecurity.of(environment), RegistrySecurity.of(environment));
  }

  /** The security that the environment of this process asks for; as {@link #of}. */
  public static TransportSecurity ofThisProcess() {
    return of(System.getenv());
  }
}
