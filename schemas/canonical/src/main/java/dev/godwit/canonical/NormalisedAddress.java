package dev.godwit.canonical;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The one form of an e-mail address by which two contacts are the same. The merge rule {@code
 * SAME_ADDRESS} compares it, and the target gets it.
 *
 * <ol>
 *   <li>White space (all that Unicode calls space, and control characters) and {@linkplain
 *       InvisibleCharacter invisible characters} at both ends go away.
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
 * of digits only; when an invisible character is inside, but for the joiners that UTS 46 allows in
 * a domain; or when the whole is longer than 254 bytes. {@link AddressFlaw} says which of these it
 * is.
 *
 * <p>Idempotent: {@code of(x)} of a result is that result. Stateless, thread-safe.
 */
public final class NormalisedAddress {
  /** Most bytes of the part before the {@code @}, RFC 5321. */
  static final int MAX_LOCAL_BYTES = 64;

  /** Most characters of a label of the domain, RFC 1035. */
  static final int MAX_LABEL = 63;

  /** Most bytes of an address, RFC 5321. */
  static final int MAX_BYTES = 254;

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

  /** Dots of the local part. */
  public enum Dots {
    /** Neither first nor last nor two in a row, as RFC 5321 has it. */
    REGULAR,
    /** Anywhere, as some mobile carriers give addresses out. */
    ANYWHERE
  }

  /**
   * Normalised form of an address with regular dots.
   *
   * @param raw as written; null counts as malformed
   * @return empty when it is malformed
   */
  public static Optional<String> of(String raw) {
    return of(raw, Dots.REGULAR);
  }

  /**
   * Normalised form of an address.
   *
   * @param raw as written; null counts as malformed
   * @return empty when it is malformed
   */
  public static Optional<String> of(String raw, Dots dots) {
    if (raw == null) {
      return Optional.empty();
    }
    String trimmed = trimmed(raw);
    boolean upper = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      if (c >= 128) {
        return beyondAscii(trimmed, dots);
      }
      upper |= c >= 'A' && c <= 'Z';
    }
    String lower = upper ? trimmed.toLowerCase(Locale.ROOT) : trimmed;
    return isWellFormed(lower, lower.lastIndexOf('@'), dots)
        ? Optional.of(lower)
        : Optional.empty();
  }

  /** Without white space and invisible characters at both ends. */
  static String trimmed(String raw) {
    int from = 0;
    int to = raw.length();
    while (from < to && isOutside(raw.codePointAt(from))) {
      from += Character.charCount(raw.codePointAt(from));
    }
    while (to > from && isOutside(raw.codePointBefore(to))) {
      to -= Character.charCount(raw.codePointBefore(to));
    }
    return raw.substring(from, to);
  }

  private static Optional<String> beyondAscii(String trimmed, Dots dots) {
    String composed = Normalizer.normalize(trimmed, Normalizer.Form.NFC);
    int at = composed.lastIndexOf('@');
    if (at < 1 || invisible(composed, at).isPresent()) {
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
    return isWellFormed(address, local.length(), dots) ? Optional.of(address) : Optional.empty();
  }

  /**
   * The first invisible character of a trimmed address. Joiners of the domain are left to UTS 46.
   *
   * @param at index of the last {@code @}; negative where there is none
   */
  static Optional<Integer> invisible(String trimmed, int at) {
    for (int i = 0; i < trimmed.length(); i += Character.charCount(trimmed.codePointAt(i))) {
      int c = trimmed.codePointAt(i);
      boolean joins = at >= 0 && i > at && (c == '\u200C' || c == '\u200D');
      if (!joins && InvisibleCharacter.is(c)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }

  private static boolean isWellFormed(String address, int at, Dots dots) {
    boolean regular = dots == Dots.REGULAR;
    if (at < 1 || (regular && (address.charAt(0) == '.' || address.charAt(at - 1) == '.'))) {
      return false;
    }
    int localBytes = 0;
    for (int i = 0; i < at; i++) {
      char c = address.charAt(i);
      if (c < 128) {
        if (!isLocal(c) || (regular && c == '.' && address.charAt(i + 1) == '.')) {
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

  /** Whether an ASCII character may stand before the {@code @}, in lower case. */
  static boolean isLocal(char c) {
    return LOCAL_ASCII[c];
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

  private static boolean isOutside(int c) {
    return isSpace(c) || InvisibleCharacter.is(c);
  }

  /** White space and control characters. */
  static boolean isSpace(int c) {
    if (c < 128) {
      return c <= ' ' || c == 127;
    }
    return Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
