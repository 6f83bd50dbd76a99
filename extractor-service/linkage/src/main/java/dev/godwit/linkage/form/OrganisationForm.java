package dev.godwit.linkage.form;

import com.google.common.net.InternetDomainName;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an organisation without case, accents, punctuation, article, legal form and, where it
 * is a domain, without public suffix: {@code CNN}, {@code cnn.com} and {@code CNN, Inc.} are {@code
 * cnn}. Public suffixes are those of the list at publicsuffix.org that Guava carries. Idempotent,
 * stateless, thread-safe.
 */
public final class OrganisationForm {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://)?(?:www\\.)?([^\\s/:@]+\\.[^\\s/:@]{2,})(?:[/:].*)?");
  private static final Set<String> LEGAL =
      Set.of(
          "inc",
          "incorporated",
          "llc",
          "ltd",
          "limited",
          "corp",
          "corporation",
          "co",
          "company",
          "plc",
          "lp",
          "llp",
          "gmbh",
          "ag",
          "kg",
          "kgaa",
          "ug",
          "ev",
          "eg",
          "ohg",
          "mbh",
          "se",
          "sa",
          "sarl",
          "sas",
          "srl",
          "spa",
          "sl",
          "slu",
          "bv",
          "nv",
          "ab",
          "as",
          "aps",
          "oy",
          "oyj",
          "sp",
          "zoo",
          "pty",
          "pte",
          "kk",
          "ltda",
          "ooo",
          "oao",
          "zao");
  private static final Set<String> ARTICLES =
      Set.of("the", "die", "der", "das", "le", "la", "les", "el", "il");

  private OrganisationForm() {}

  /**
   * Normalised name.
   *
   * @param text not null
   * @return null where nothing remains
   */
  public static String of(String text) {
    String name = LatinText.of(domainName(text.strip()).replace("&", " and "));
    String before;
    do {
      before = name;
      name = withoutEnds(name);
    } while (!name.equals(before));
    return name.isEmpty() ? null : name;
  }

  private static String withoutEnds(String name) {
    int first = name.indexOf(' ');
    int last = name.lastIndexOf(' ');
    if (first < 0) {
      return name;
    }
    String end = name.substring(last + 1);
    if (LEGAL.contains(end) || end.equals("and")) {
      return name.substring(0, last);
    }
    return ARTICLES.contains(name.substring(0, first)) ? name.substring(first + 1) : name;
  }

  /** The label before the public suffix of a domain or web address; other texts as they are. */
  private static String domainName(String text) {
    var matcher = ADDRESS.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !InternetDomainName.isValid(matcher.group(1))) {
      return text;
    }
    InternetDomainName domain = InternetDomainName.from(matcher.group(1));
    if (!domain.isUnderPublicSuffix() || !domain.isUnderRegistrySuffix()) {
      return text;
    }
    return domain.topDomainUnderRegistrySuffix().parts().get(0).replace('-', ' ');
  }
}
