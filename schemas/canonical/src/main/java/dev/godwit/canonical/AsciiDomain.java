package dev.godwit.canonical;

import com.ibm.icu.text.IDNA;
import java.util.Locale;

/**
 * Domains in ASCII by UTS 46, non-transitional (IDNA 2008), with the checks for joiners and for
 * right-to-left labels. Stateless, thread-safe.
 */
public final class AsciiDomain {
  private AsciiDomain() {}

  /**
   * The domain in ASCII and lower case; a domain that is ASCII already is only made lower case.
   *
   * @return null where UTS 46 does not allow the domain
   */
  public static String of(String domain) {
    if (domain.chars().allMatch(c -> c < 128)) {
      return domain.toLowerCase(Locale.ROOT);
    }
    StringBuilder ascii = new StringBuilder(domain.length() + 8);
    IDNA.Info info = new IDNA.Info();
    Uts46.MAPPING.nameToASCII(domain, ascii, info);
    // Two hyphens in third place are allowed, as in a domain that is ASCII to begin with.
    boolean valid = info.getErrors().stream().allMatch(IDNA.Error.HYPHEN_3_4::equals);
    return valid ? ascii.toString() : null;
  }

  /** Loaded with the first domain beyond ASCII. */
  private static final class Uts46 {
    static final IDNA MAPPING =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.USE_STD3_RULES
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ);
  }
}
