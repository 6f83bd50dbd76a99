package dev.godwit.local.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A process of the stack, in the order of starting. */
public enum Part {
  POSTGRES(Port.POSTGRES, null),
  BROKER(Port.BROKER, null),
  REGISTRY(Port.REGISTRY, null),
  ORCHESTRATOR(Port.ORCHESTRATOR, "orchestrator/service"),
  EXTRACTOR(Port.EXTRACTOR, "extractor-service/extractor"),
  TRANSFORMER(Port.TRANSFORMER, "transformer-service"),
  LOADER(Port.LOADER, "loader-service"),
  VALIDATOR(Port.VALIDATOR, "validator-service"),
  WEBHOOKS(Port.WEBHOOKS, "extractor-service/webhooks");

  /** The parts that the services need. */
  public static final Set<Part> INFRASTRUCTURE = EnumSet.of(POSTGRES, BROKER, REGISTRY);

  /** Godwit's own services. */
  public static final Set<Part> SERVICES =
      EnumSet.of(ORCHESTRATOR, EXTRACTOR, TRANSFORMER, LOADER, VALIDATOR, WEBHOOKS);

  /** The services that read packs. */
  public static final Set<Part> WITH_PACKS = EnumSet.of(EXTRACTOR, TRANSFORMER, LOADER, VALIDATOR);

  private final Port port;
  private final String module;

  Part(Port port, String module) {
    this.port = port;
    this.module = module;
  }

  /** The port of its main endpoint. */
  public Port port() {
    return port;
  }

  /**
   * The port of its health and metrics: one of its own beside an endpoint for people or senders.
   */
  public Port managementPort() {
    return switch (this) {
      case ORCHESTRATOR -> Port.ORCHESTRATOR_MANAGEMENT;
      case WEBHOOKS -> Port.WEBHOOKS_MANAGEMENT;
      default -> port;
    };
  }

  /** Folder of the service's module in the project; empty for infrastructure. */
  public Optional<String> module() {
    return Optional.ofNullable(module);
  }

  /** Name in commands, files and messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The part of that name.
   *
   * @throws StackException where there is none
   */
  public static Part named(String label) {
    return Arrays.stream(values())
        .filter(part -> part.label().equalsIgnoreCase(label.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new StackException(
                    "Expected one of "
                        + Arrays.stream(values()).map(Part::label).toList()
                        + ", but found "
                        + label
                        + "."));
  }
}
