package dev.godwit.linkage.form;

import dev.godwit.canonical.NormalisedAddress;
import java.util.Locale;
import java.util.Set;

/**
 * An e-mail address by its mailbox: the {@linkplain NormalisedAddress normalised address}, without
 * the tag behind a plus and without dots where the provider ignores them. Idempotent, stateless,
 * thread-safe.
 */
public final class EmailForm {
  /** Providers that deliver {@code ann+news@} to {@code ann@}, by their own documentation. */
  private static final Set<String> TAGGED =
      Set.of(
          "gmail.com",
          "outlook.com",
          "hotmail.com",
          "live.com",
          "icloud.com",
          "me.com",
          "fastmail.com",
          "proton.me",
          "protonmail.com");

  private static final Set<String> OFFICES =
      Set.of(
          "info",
          "office",
          "contact",
          "kontakt",
          "redaktion",
          "newsroom",
          "newsdesk",
          "news",
          "editor",
          "editorial",
          "desk",
          "press",
          "presse",
          "hello",
          "mail",
          "admin",
          "webmaster",
          "postmaster",
          "noreply",
          "none",
          "na",
          "unknown",
          "test",
          "nomail",
          "noemail",
          "team",
          "service",
          "support",
          "sales",
          "family",
          "familie",
          "familia");

  private EmailForm() {}

  /**
   * Mailbox of an address.
   *
   * @param raw not null
   * @return null where the address is malformed
   */
  public static String of(String raw) {
    String address = NormalisedAddress.of(raw).orElse(null);
    if (address == null) {
      return null;
    }
    int at = address.lastIndexOf('@');
    String local = address.substring(0, at);
    String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
    if (domain.equals("googlemail.com")) {
      domain = "gmail.com";
    }
    if (TAGGED.contains(domain)) {
      local = withoutTag(local);
    }
    if (domain.equals("gmail.com")) {
      String plain = local.replace(".", "");
      local = plain.isEmpty() ? local : plain;
    }
    return local + "@" + domain;
  }

  /** The part before the {@code @} of a mailbox, without a tag. */
  public static String local(String mailbox) {
    return withoutTag(mailbox.substring(0, mailbox.lastIndexOf('@')));
  }

  /** The domain of a mailbox. */
  public static String domain(String mailbox) {
    return mailbox.substring(mailbox.lastIndexOf('@') + 1);
  }

  /** Whether several people read the mailbox by its name, or it is a placeholder. */
  public static boolean isShared(String mailbox) {
    String local = local(mailbox).replace("-", "").replace(".", "").replace("_", "");
    return OFFICES.contains(local);
  }

  private static String withoutTag(String local) {
    int plus = local.indexOf('+');
    int end = plus;
    while (end > 0 && local.charAt(end - 1) == '.') {
      end--;
    }
    return end > 0 ? local.substring(0, end) : local;
  }
}
