package dev.godwit.records;

/**
 * One thing that a principal may do. What no rule allows is forbidden. Immutable.
 *
 * @param principal who may
 * @param resource kind of what it may do it to
 * @param name its name, or the beginning of its name
 * @param prefixed whether it is the beginning; also where the whole name is the same
 * @param operation what it may do
 */
public record AccessRule(
    Principal principal, Resource resource, String name, boolean prefixed, Operation operation) {
  /** Name of the one cluster that there is. */
  public static final String CLUSTER = "kafka-cluster";

  /** Kinds of what Kafka protects. */
  public enum Resource {
    TOPIC,
    GROUP,
    TRANSACTIONAL_ID,
    CLUSTER
  }

  /** Operations that a program of Godwit needs. */
  public enum Operation {
    READ,
    WRITE,
    CREATE,
    DELETE,
    DESCRIBE,
    DESCRIBE_CONFIGS,
    IDEMPOTENT_WRITE
  }
}
