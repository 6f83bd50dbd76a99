package dev.godwit.identity;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The form of an identity's name. Stateless. */
public final class IdentityName {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._+-]{0,63}");

  /** Authors that no person and no service may be: the orchestrator writes them itself. */
  private static final Set<String> RESERVED = Set.of(Identity.TOPIC, "clock", "godwit");

  private IdentityName() {}

  /** Whether a person or a service may have this name. */
  public static boolean isValid(String name) {
    return name != null
        && FORM.matcher(name).matches()
        && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
  }

  static String required(String name) {
    if (!isValid(name)) {
      throw new InvalidIdentitiesException(
          "Expected a name of at most 64 letters, digits and @._+- that begins with a letter or digit and is none of %s, but found \"%s\". Choose another."
              .formatted(RESERVED.stream().sorted().toList(), name));
    }
    return name;
  }
}
