package dev.godwit.records;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A program that Kafka knows by a name of its own, with the groups and transactions it uses. */
public enum Principal {
  ORCHESTRATOR,
  EXTRACTOR,
  TRANSFORMER,
  LOADER,
  VALIDATOR,
  WEBHOOKS,
  /** Programs of others that publish commands and live events, and follow the events. */
  PUBLISHER,
  /** Tools that people use to look: trace, doctor, preview of fixes. */
  OPERATOR;

  /** Name in the catalogue, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** User name in Kafka, where an installation chooses no other. */
  public String user() {
    return "godwit-" + label();
  }

  /** Beginnings of the names of its consumer groups. */
  public List<String> groups() {
    return switch (this) {
      case EXTRACTOR -> List.of("godwit-extractor", "godwit-delivery", "godwit-tail");
      case PUBLISHER -> List.of("godwit-publisher-");
      case OPERATOR -> List.of();
      default -> List.of("godwit-" + label());
    };
  }

  /** Beginnings of its transactional ids: of its instances, and of its work. */
  public List<String> transactionalIds() {
    return switch (this) {
      case ORCHESTRATOR -> List.of("godwit-orchestrator");
      case EXTRACTOR -> List.of("extractor-", "godwit-tail-", "godwit-return-");
      case TRANSFORMER -> List.of("transformer-", "godwit-transformer-replay-");
      case LOADER -> List.of("loader-");
      case VALIDATOR -> List.of("validator-", "godwit-validator-");
      case WEBHOOKS, PUBLISHER, OPERATOR -> List.of();
    };
  }

  /** Whether it is one of Godwit's services. */
  public boolean isService() {
    return this != PUBLISHER && this != OPERATOR;
  }

  /** The principal of a name of the catalogue. */
  static Optional<Principal> named(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
