package dev.godwit.records;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A program that Kafka knows by a name of its own, with the groups and transactions it uses. */
public enum Principal {
  ORCHESTRATOR(List.of("godwit-orchestrator"), List.of("godwit-orchestrator")),
  EXTRACTOR(
      List.of("godwit-extractor", "godwit-delivery", "godwit-tail"),
      List.of("extractor-", "godwit-tail-", "godwit-return-")),
  TRANSFORMER(List.of("godwit-transformer"), List.of("transformer-", "godwit-transformer-replay-")),
  LOADER(List.of("godwit-loader"), List.of("loader-")),
  VALIDATOR(List.of("godwit-validator"), List.of("validator-", "godwit-validator-")),
  WEBHOOKS(List.of("godwit-webhooks"), List.of()),
  /** Programs of others that publish commands and live events, and follow the events. */
  PUBLISHER(List.of("godwit-publisher-"), List.of()),
  /** Tools that people use to look: trace, doctor, preview of fixes. */
  OPERATOR(List.of(), List.of());

  private final List<String> groups;
  private final List<String> transactionalIds;

  Principal(List<String> groups, List<String> transactionalIds) {
    this.groups = groups;
    this.transactionalIds = transactionalIds;
  }

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
    return groups;
  }

  /** Beginnings of its transactional ids. */
  public List<String> transactionalIds() {
    return transactionalIds;
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
