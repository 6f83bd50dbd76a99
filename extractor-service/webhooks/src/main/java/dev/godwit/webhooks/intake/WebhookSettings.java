package dev.godwit.webhooks.intake;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.security.TransportSecurity;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * Settings of the webhooks process, as they are configured. {@code docs/webhooks.md} lists the
 * environment variables; {@link IntakePolicy} checks the values at start.
 *
 * <p>Values that an operator writes stay texts here: a failed conversion by the configuration
 * library would quote the value, and some of these are secrets.
 */
@ConfigMapping(prefix = "godwit.webhook")
public interface WebhookSettings {
  /** Address of the broker, host:port ({@code GODWIT_KAFKA}). */
  String kafka();

  /** Base address of the schema registry ({@code GODWIT_REGISTRY}). */
  String registry();

  /** Client of the registry ({@code GODWIT_SERDE}); the one the build chose where absent. */
  Optional<String> serde();

  /** Clients of Kafka and of the registry. */
  default KafkaSettings clients() {
    return new KafkaSettings(
        kafka(), registry(), serde().orElse(null), TransportSecurity.ofThisProcess());
  }

  /** Port that this process listens on. */
  int httpPort();

  /** How the addresses begin that providers call, up to the path; the loopback where absent. */
  Optional<String> publicUrl();

  /** Age of a signature at most, an ISO 8601 duration; a day where absent. */
  Optional<String> tolerance();

  /** Length of a body at most; by provider where absent. */
  Optional<String> maxBodyBytes();

  /** Requests a second for each provider and customer, over time; 500 where absent. */
  Optional<String> requestsPerSecond();

  /** Requests at once for each provider and customer; twice the rate where absent. */
  Optional<String> burst();

  /** Twilio SendGrid. */
  Provider sendgrid();

  /** Mailgun. */
  Provider mailgun();

  /** Amazon SES. */
  Provider ses();

  /** Postmark. */
  Provider postmark();

  /** Mandrill. */
  Provider mandrill();

  /** Settings of one provider. */
  interface Provider {
    /** Keys for every customer, separated by white space. Secret. */
    Optional<String> key();

    /** JSON object of customer and keys; a customer named here has no other keys. Secret. */
    Optional<String> customerKeys();

    /** Form of the message id; by provider where absent. */
    Optional<String> messageId();

    /** Declared fields and where the events have them, FIELD=/POINTER; none where absent. */
    Optional<String> fields();

    /** Age of a signature at most; the common tolerance where absent. */
    Optional<String> tolerance();

    /** Name of the header that carries the secret; HTTP basic authentication where absent. */
    Optional<String> header();
  }
}
