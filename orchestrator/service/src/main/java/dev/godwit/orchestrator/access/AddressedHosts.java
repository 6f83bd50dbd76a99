package dev.godwit.orchestrator.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names by which requests may address this process: those of the loopback with its own port,
 * and those of a setting, with any port where the setting names none. Another name is that of a
 * page whose owner lets its DNS name point here. Immutable.
 */
final class AddressedHosts {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?");

  private final Set<String> configured = new TreeSet<>();

  /**
   * @param configured further names, each with or without a port
   */
  AddressedHosts(List<String> configured) {
    configured.stream()
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .forEach(this.configured::add);
  }

  /**
   * Whether a value of the header Host is one of them.
   *
   * @param port the port of this process that the request came to
   */
  boolean isHost(String host, int port) {
    String small = host.toLowerCase(Locale.ROOT);
    int colon = small.lastIndexOf(':');
    boolean withPort = colon > small.lastIndexOf(']');
    String name = withPort ? small.substring(0, colon) : small;
    return (LOOPBACK.contains(name) && withPort && small.substring(colon + 1).equals("" + port))
        || configured.contains(small)
        || configured.contains(name);
  }

  /**
   * Whether a value of the header Host is an address: whoever uses one reaches this process by no
   * name that somebody else could let point here.
   */
  static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  /** Whether a value of the header Origin is a page of one of them; {@code null} is not. */
  boolean isOrigin(String origin, int port) {
    return authority(origin).filter(host -> isHost(host, port)).isPresent();
  }

  private static Optional<String> authority(String origin) {
    try {
      URI uri = new URI(origin);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getRawUserInfo() == null
          ? Optional.ofNullable(uri.getRawAuthority())
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The names with a port, for a message. */
  String describe(int port) {
    Set<String> all = new TreeSet<>(configured);
    LOOPBACK.forEach(name -> all.add(name + ":" + port));
    return String.join(", ", all);
  }
}
