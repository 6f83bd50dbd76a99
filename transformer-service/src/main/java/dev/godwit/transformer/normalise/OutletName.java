package dev.godwit.transformer.normalise;

import dev.godwit.canonical.AsciiDomain;

/**
 * One name for an outlet that people write in many ways.
 *
 * <ol>
 *   <li>Unicode NFC; white space and invisible characters at the ends are removed, and white space
 *       inside becomes one space.
 *   <li>A web address is named by its domain: scheme, user, port, path, query and a dot at the end
 *       go away, it becomes lower case and ASCII ({@link AsciiDomain}), and leading {@code www.}
 *       labels go away as long as a dot is left. So {@code CNN.com}, {@code www.cnn.com} and {@code
 *       https://CNN.com/politics?x} are all {@code cnn.com}.
 *   <li>A web address is a text without white space and {@code @} whose host has a dot, labels of
 *       letters, digits and inner hyphens of at most 63 characters, and a last label of at least
 *       two characters that are not all digits.
 *   <li>Anything else is a name and keeps its case; two names of a contact that differ only in case
 *       or in invisible characters are one, and the first is kept.
 * </ol>
 *
 * <p>Idempotent. Stateless, thread-safe.
 */
public final class OutletName {
  private static final int MAX_LABEL = 63;

  private OutletName() {}

  /** The outlet's name; empty where nothing is left of it. The text is not null. */
  public static String of(String raw) {
    String text = TextForm.collapse(raw);
    String domain = domain(text);
    return domain == null ? text : domain;
  }

  private static String domain(String text) {
    if (text.indexOf('.') < 0 || text.indexOf(' ') >= 0) {
      return null;
    }
    int scheme = text.indexOf("://");
    int from = scheme >= 0 ? scheme + 3 : text.startsWith("//") ? 2 : 0;
    int to = from;
    while (to < text.length() && "/?#\\".indexOf(text.charAt(to)) < 0) {
      to++;
    }
    String host = text.substring(from, to);
    if (scheme >= 0) {
      host = host.substring(host.lastIndexOf('@') + 1);
    }
    host = withoutPort(host);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    host = AsciiDomain.of(host);
    if (host == null) {
      return null;
    }
    while (host.startsWith("www.") && host.indexOf('.', 4) > 0) {
      host = host.substring(4);
    }
    return isDomain(host) ? host : null;
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > 0 && host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9')
        ? host.substring(0, colon)
        : host;
  }

  private static boolean isDomain(String host) {
    int labelStart = 0;
    boolean lastHasLetter = false;
    for (int i = 0; i <= host.length(); i++) {
      char c = i == host.length() ? '.' : host.charAt(i);
      if (c == '.') {
        int length = i - labelStart;
        if (length == 0 || length > MAX_LABEL || host.charAt(i - 1) == '-') {
          return false;
        }
        if (i == host.length()) {
          return labelStart > 0 && length > 1 && lastHasLetter;
        }
        labelStart = i + 1;
        lastHasLetter = false;
      } else if (c >= 'a' && c <= 'z') {
        lastHasLetter = true;
      } else if ((c < '0' || c > '9') && (c != '-' || i == labelStart)) {
        return false;
      }
    }
    return false;
  }
}
