package dev.godwit.orchestrator.access;

import dev.godwit.api.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The conditions that a request must fulfil before its caller is authenticated: it addresses this
 * process by one of its names, comes from none but its own pages, and has a body of a kind and size
 * that is read. Immutable, thread-safe.
 */
final class RequestCheck {
  /** Largest body; the engine reads no larger command either. */
  static final int MOST_BODY_BYTES = 512 * 1024;

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

  private final AddressedHosts hosts;
  private final boolean byAddress;

  /** A refusal: its status, and the reason. */
  record Refusal(int status, Problem problem) {}

  /**
   * @param hosts the names of this process
   * @param byAddress whether requests may also address it by any IP address, as probes do
   */
  RequestCheck(AddressedHosts hosts, boolean byAddress) {
    this.hosts = hosts;
    this.byAddress = byAddress;
  }

  /**
   * The reason to refuse a request; empty where there is none.
   *
   * @param port the port of this process that it came to
   * @param authority the host and port that it names; null where it names none
   */
  Optional<Refusal> refusal(
      HttpMethod method, String path, int port, String authority, MultiMap headers) {
    return host(port, authority, headers)
        .or(() -> origin(port, headers))
        .or(() -> method(method))
        .or(() -> method.equals(HttpMethod.POST) ? body(path, headers) : Optional.empty());
  }

  private Optional<Refusal> host(int port, String authority, MultiMap headers) {
    List<String> given = headers.getAll("Host");
    boolean once = given.size() <= 1 && authority != null;
    if (once
        && (hosts.isHost(authority, port) || (byAddress && AddressedHosts.isAddress(authority)))) {
      return Optional.empty();
    }
    return refused(
        421,
        "a request for one of " + hosts.describe(port),
        once ? "one for " + authority : given.size() + " headers Host",
        "Use one of these names, or add the name to GODWIT_HOSTS.");
  }

  private Optional<Refusal> origin(int port, MultiMap headers) {
    List<String> given = headers.getAll("Origin");
    if (given.stream().allMatch(origin -> hosts.isOrigin(origin, port)) && given.size() <= 1) {
      return Optional.empty();
    }
    return refused(
        403,
        "no Origin, or that of a page of this orchestrator",
        String.join(", ", given),
        "Pages of others must not use it. A proxy's name belongs into GODWIT_HOSTS.");
  }

  private static Optional<Refusal> method(HttpMethod method) {
    return METHODS.contains(method)
        ? Optional.empty()
        : refused(405, "GET, HEAD or POST", method.name(), "Use one of these.");
  }

  private static Optional<Refusal> body(String path, MultiMap headers) {
    String length = headers.get("Content-Length");
    boolean empty = length == null ? !headers.contains("Transfer-Encoding") : length.equals("0");
    if (empty) {
      return Optional.empty();
    }
    if (length != null && isTooLong(length)) {
      return refused(
          413,
          "a body of at most %d bytes".formatted(MOST_BODY_BYTES),
          length + " bytes",
          "Shorten it, or send several commands, each with an id of its own.");
    }
    String expected = path.equals(Sessions.LOGIN) || path.equals(Sessions.LOGOUT) ? FORM : JSON;
    List<String> types = headers.getAll("Content-Type");
    if (types.size() == 1 && kind(types.getFirst()).equals(expected)) {
      return Optional.empty();
    }
    return refused(
        415,
        "a body with Content-Type: " + expected,
        types.isEmpty() ? "none" : String.join(", ", types),
        "Send it as such; nothing was done.");
  }

  private static boolean isTooLong(String length) {
    try {
      return Long.parseLong(length) > MOST_BODY_BYTES;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static String kind(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static Optional<Refusal> refused(
      int status, String expected, String found, String action) {
    return Optional.of(new Refusal(status, new Problem(expected, found, action)));
  }
}
