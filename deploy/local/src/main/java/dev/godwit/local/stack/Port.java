package dev.godwit.local.stack;

/** A TCP port on 127.0.0.1 that the stack listens on, with its setting. */
public enum Port {
  POSTGRES(15432, "PostgreSQL"),
  BROKER(19092, "the Kafka broker"),
  CONTROLLER(19093, "the Kafka controller"),
  BROKER_2(19192, "the second Kafka broker"),
  CONTROLLER_2(19193, "the second Kafka controller"),
  BROKER_3(19292, "the third Kafka broker"),
  CONTROLLER_3(19293, "the third Kafka controller"),
  REGISTRY(18081, "the schema registry"),
  REGISTRY_MANAGEMENT(18082, "health of the schema registry"),
  ORCHESTRATOR(18080, "the orchestrator"),
  ORCHESTRATOR_MANAGEMENT(18180, "health and metrics of the orchestrator"),
  EXTRACTOR(18090, "the extractor"),
  TRANSFORMER(18091, "the transformer"),
  LOADER(18092, "the loader"),
  VALIDATOR(18093, "the validator"),
  WEBHOOKS(18094, "the webhooks"),
  WEBHOOKS_MANAGEMENT(18194, "health and metrics of the webhooks"),
  PROMETHEUS(19090, "Prometheus");

  private final int defaultNumber;
  private final String owner;

  Port(int defaultNumber, String owner) {
    this.defaultNumber = defaultNumber;
    this.owner = owner;
  }

  /** Number without a setting. */
  public int defaultNumber() {
    return defaultNumber;
  }

  /** Description of the process that listens on it. */
  public String owner() {
    return owner;
  }

  /** Environment variable that sets it. */
  public String setting() {
    return "GODWIT_PORT_" + name();
  }
}
