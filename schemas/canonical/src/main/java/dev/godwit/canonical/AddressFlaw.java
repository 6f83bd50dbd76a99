package dev.godwit.canonical;

import dev.godwit.canonical.NormalisedAddress.Dots;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The rule that a malformed address breaks, for the person who mends it. Holds no part of the
 * address but single characters. Immutable.
 *
 * @param text expectation and finding, one sentence
 * @param limit limit that was passed, in bytes, or in characters for a label; null where it is
 *     about no limit
 * @param length length found, in the same unit; null likewise
 */
public record AddressFlaw(String text, Long limit, Long length) {
  private static final String EXPECTED = "Expected one address of the form local@domain.tld, ";

  /**
   * The flaw of an address that {@link NormalisedAddress} does not take with these dots.
   *
   * @param raw as written, not null
   */
  public static AddressFlaw of(String raw, Dots dots) {
    String address = Normalizer.normalize(NormalisedAddress.trimmed(raw), Normalizer.Form.NFC);
    int at = address.lastIndexOf('@');
    long ats = address.chars().filter(c -> c == '@').count();
    String shape = shape(address, at, ats);
    if (shape != null) {
      return found(shape);
    }
    int invisible = NormalisedAddress.invisible(address, at).orElse(-1);
    if (invisible >= 0) {
      return found(
          "but found the invisible character "
              + InvisibleCharacter.name(invisible)
              + " inside; remove it in the source.");
    }
    return parts(address, at, dots);
  }

  /** The kind of text that stands in place of one address; null where it has the form of one. */
  private static String shape(String address, int at, long ats) {
    if (isUrl(address.toLowerCase(Locale.ROOT))) {
      return "but found a URL.";
    }
    if (ats == 0) {
      return "but found a text without @.";
    }
    if (ats > 1) {
      return "but found "
          + (address.chars().anyMatch(c -> ",;/|".indexOf(c) >= 0 || isSpace(c))
              ? "several addresses"
              : "the character @ " + ats + " times")
          + ".";
    }
    if (address.indexOf('<') >= 0 || address.indexOf('>') >= 0) {
      return "but found a name with an address.";
    }
    if (at == 0) {
      return "but found nothing before the @.";
    }
    return at == address.length() - 1 ? "but found nothing behind the @." : null;
  }

  private static boolean isUrl(String lower) {
    return lower.contains("://")
        || lower.startsWith("mailto:")
        || (lower.startsWith("www.") && lower.indexOf('@') < 0);
  }

  private static AddressFlaw parts(String address, int at, Dots dots) {
    String local = address.substring(0, at).toLowerCase(Locale.ROOT);
    AddressFlaw flaw = local(Normalizer.normalize(local, Normalizer.Form.NFC));
    if (flaw == null && dots == Dots.REGULAR && hasIrregularDots(local)) {
      flaw =
          found(
              "but found a dot first, last or twice in a row before the @;"
                  + " 'addresses.dots: anywhere' in the target pack allows them.");
    }
    return flaw == null ? domain(local, address.substring(at + 1)) : flaw;
  }

  private static boolean hasIrregularDots(String local) {
    return local.startsWith(".") || local.endsWith(".") || local.contains("..");
  }

  private static AddressFlaw local(String local) {
    for (int i = 0; i < local.length(); i += Character.charCount(local.codePointAt(i))) {
      int c = local.codePointAt(i);
      boolean fits =
          c < 128
              ? NormalisedAddress.isLocal((char) c)
              : !isSpace(c) && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
      if (!fits) {
        return found("but found " + named(c) + " before the @.");
      }
    }
    long bytes = bytes(local);
    return bytes > NormalisedAddress.MAX_LOCAL_BYTES
        ? tooLong("bytes before the @", NormalisedAddress.MAX_LOCAL_BYTES, bytes)
        : null;
  }

  private static AddressFlaw domain(String local, String raw) {
    String domain = AsciiDomain.of(raw);
    if (domain == null) {
      return found("but found a domain that UTS 46 does not allow.");
    }
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      if (c != '.' && c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return found("but found " + named(c) + " in the domain.");
      }
    }
    String[] labels = domain.split("\\.", -1);
    if (labels.length == 1) {
      return found("but found a domain without a dot.");
    }
    for (String label : labels) {
      if (label.isEmpty()) {
        return found("but found a domain with a dot first, last or twice in a row.");
      }
      if (label.startsWith("-") || label.endsWith("-")) {
        return found("but found a domain with a hyphen beside a dot or at an end.");
      }
      if (label.length() > NormalisedAddress.MAX_LABEL) {
        return tooLong(
            "characters between the dots of a domain", NormalisedAddress.MAX_LABEL, label.length());
      }
    }
    long bytes = bytes(local) + 1 + domain.length();
    if (bytes > NormalisedAddress.MAX_BYTES) {
      return tooLong("bytes", NormalisedAddress.MAX_BYTES, bytes);
    }
    return found("but found a domain that ends with a number.");
  }

  private static String named(int c) {
    return c == ' ' ? "a space" : "the character " + InvisibleCharacter.name(c);
  }

  private static boolean isSpace(int c) {
    return NormalisedAddress.isSpace(c);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static AddressFlaw found(String finding) {
    return new AddressFlaw(EXPECTED + finding, null, null);
  }

  private static AddressFlaw tooLong(String unit, long limit, long length) {
    return new AddressFlaw(
        "Expected an address of at most %d %s, but found %d.".formatted(limit, unit, length),
        limit,
        length);
  }
}
