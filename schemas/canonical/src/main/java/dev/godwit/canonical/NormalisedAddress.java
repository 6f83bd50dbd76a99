package dev.godwit.canonical;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The one form of an e-mail address by which two contacts are the same. The merge rule {@code
 * SAME_ADDRESS} compares it, and the target gets it.
 *
 * <ol>
 *   <li>White space (all that Unicode calls space, control characters, zero-width spaces and the
 *       byte order mark) at both ends goes away.
 *   <li>Unicode NFC.
 *   <li>The part before the last {@code @} and the domain are made lower case (root locale). RFC
 *       5321 allows a mail server to treat {@code Ann@} and {@code ann@} as two mailboxes; hardly
 *       any does, and people write both for one.
 *   <li>The domain becomes ASCII by UTS 46, non-transitional: {@code faß.example} and {@code
 *       fass.example} are two domains, as for every mail server of today. Release 0.1.0 used IDNA
 *       2003, by which they were one.
 * </ol>
 *
 * <p>An address is malformed, and the result empty, when the local part is empty, longer than 64
 * bytes, begins or ends with a dot or has two in a row, or holds anything but letters, digits,
 * {@code .!#$%&'*+/=?^_`{|}~-} and characters beyond ASCII that are neither space nor control
 * (quoted local parts are therefore refused); when the domain has no dot, an empty label, one
 * longer than 63 characters or with anything but letters, digits and inner hyphens, or a last label
 * of digits only; or when the whole is longer than 254 bytes.
 *
 * <p>Idempotent: {@code of(x)} of a result is that result. Stateless, thread-safe.
 */
public final class NormalisedAddress {
  private static final int MAX_LOCAL_BYTES = 64;
  private static final int MAX_LABEL = 63;
  private static final int MAX_BYTES = 254;
  private static final boolean[] LOCAL_ASCII = new boolean[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      LOCAL_ASCII[c] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      LOCAL_ASCII[c] = true;
    }
    for (char c : ".!#$%&'*+/=?^_`{|}~-".toCharArray()) {
      LOCAL_ASCII[c] = true;
    }
  }

  private NormalisedAddress() {}

  /**
   * Normalised form of an address.
   *
   * @param raw as written; null counts as malformed
   * @return empty when it is malformed
   */
  public static Optional<String> of(String raw) {
    if (raw == null) {
      return Optional.empty();
    }
    int from = 0;
    int to = raw.length();
    while (from < to && isSpace(raw.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(raw.charAt(to - 1))) {
      to--;
    }
    String trimmed = from == 0 && to == raw.length() ? raw : raw.substring(from, to);
    boolean upper = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      if (c >= 128) {
        return beyondAscii(trimmed);
      }
      upper |= c >= 'A' && c <= 'Z';
    }
    String lower = upper ? trimmed.toLowerCase(Locale.ROOT) : trimmed;
    return isWellFormed(lower, lower.lastIndexOf('@')) ? Optional.of(lower) : Optional.empty();
  }

  private static Optional<String> beyondAscii(String trimmed) {
    String composed = Normalizer.normalize(trimmed, Normalizer.Form.NFC);
    int at = composed.lastIndexOf('@');
    if (at < 1) {
      return Optional.empty();
    }
    String local =
        Normalizer.normalize(
            composed.substring(0, at).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    String domain = AsciiDomain.of(composed.substring(at + 1));
    if (domain == null) {
      return Optional.empty();
    }
    String address = local + "@" + domain;
    return isWellFormed(address, local.length()) ? Optional.of(address) : Optional.empty();
  }

  private static boolean isWellFormed(String address, int at) {
    if (at < 1 || address.charAt(0) == '.' || address.charAt(at - 1) == '.') {
      return false;
    }
    int localBytes = 0;
    for (int i = 0; i < at; i++) {
      char c = address.charAt(i);
      if (c < 128) {
        if (!LOCAL_ASCII[c] || (c == '.' && address.charAt(i + 1) == '.')) {
          return false;
        }
        localBytes++;
      } else if (Character.isHighSurrogate(c)) {
        if (!Character.isLowSurrogate(address.charAt(i + 1))) {
          return false;
        }
        localBytes += 4;
        i++;
      } else if (isSpace(c) || Character.isLowSurrogate(c)) {
        return false;
      } else {
        localBytes += c < 0x800 ? 2 : 3;
      }
    }
    int domainBytes = address.length() - at - 1;
    return localBytes <= MAX_LOCAL_BYTES
        && localBytes + 1 + domainBytes <= MAX_BYTES
        && isDomain(address, at + 1);
  }

  private static boolean isDomain(String address, int from) {
    int labelStart = from;
    boolean dot = false;
    boolean letter = false;
    for (int i = from; i <= address.length(); i++) {
      char c = i == address.length() ? '.' : address.charAt(i);
      if (c == '.') {
        int length = i - labelStart;
        if (length == 0 || length > MAX_LABEL || address.charAt(i - 1) == '-') {
          return false;
        }
        if (i < address.length()) {
          dot = true;
          letter = false;
          labelStart = i + 1;
        }
      } else if (c == '-') {
        if (i == labelStart) {
          return false;
        }
        letter = true;
      } else if (c >= 'a' && c <= 'z') {
        letter = true;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dot && letter;
  }

  private static boolean isSpace(char c) {
    if (c < 128) {
      return c <= ' ' || c == 127;
    }
    return Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || c == '\u200B'
        || c == '\u200C'
        || c == '\u200D'
        || c == '\u2060'
        || c == '\uFEFF';
  }
}
