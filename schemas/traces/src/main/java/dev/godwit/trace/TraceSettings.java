package dev.godwit.trace;

import java.net.URI;

/**
 * Settings of the traces of one process.
 *
 * @param enabled false for no traces at all
 * @param endpoint base address of a collector that takes OTLP over HTTP; {@code /v1/traces} is
 *     added where the address has no path
 * @param sampled share of the traces that Godwit begins which is recorded, from 0 to 1. A trace
 *     that a publisher began is recorded where the publisher's is
 * @param service name of the service, such as loader
 * @param instance name of the process
 */
public record TraceSettings(
    boolean enabled, String endpoint, double sampled, String service, String instance) {
  /** Collector on this machine. */
  public static final String DEFAULT_ENDPOINT = "http://127.0.0.1:4318";

  private static final String TRACES = "/v1/traces";

  /**
   * Checks the values where traces are on.
   *
   * @throws IllegalArgumentException with what to correct
   */
  public TraceSettings {
    if (enabled) {
      if (!endpoint.matches("https?://[^\\s/]+\\S*")) {
        throw new IllegalArgumentException(
            "Expected an http address of a collector, found %s; correct GODWIT_TRACES_ENDPOINT."
                .formatted(endpoint));
      }
      if (!(sampled >= 0 && sampled <= 1)) {
        throw new IllegalArgumentException(
            "Expected a share from 0 to 1, found %s; correct GODWIT_TRACES_SAMPLED."
                .formatted(sampled));
      }
    }
  }

  /** Address that spans are posted to. */
  String address() {
    String path = URI.create(endpoint).getPath();
    return path.isEmpty() || path.equals("/") ? endpoint.replaceAll("/+$", "") + TRACES : endpoint;
  }
}
