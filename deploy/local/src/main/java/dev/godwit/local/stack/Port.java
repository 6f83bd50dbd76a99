package dev.godwit.local.stack;

/** A TCP port on 127.0.0.1 that the stack listens on; each is a setting. */
public enum Port {
  POSTGRES(15432, "PostgreSQL"),
  BROKER(19092, "the Kafka broker"),
  CONTROLLER(19093, "the Kafka controller"),
  REGISTRY(18081, "the schema registry"),
  ORCHESTRATOR(18080, "the orchestrator"),
  EXTRACTOR(18090, "the extractor"),
  TRANSFORMER(18091, "the transformer"),
  LOADER(18092, "the loader"),
  VALIDATOR(18093, "the validator"),
  WEBHOOKS(18094, "the webhooks");

  private final int usual;
  private final String owner;

  Port(int usual, String owner) {
    this.usual = usual;
    this.owner = owner;
  }

  /** Number where no setting says otherwise. */
  public int usual() {
    return usual;
  }

  /** Who listens on it, in words. */
  public String owner() {
    return owner;
  }

  /** Environment variable that sets it. */
  public String setting() {
    return "GODWIT_PORT_" + name();
  }
}
