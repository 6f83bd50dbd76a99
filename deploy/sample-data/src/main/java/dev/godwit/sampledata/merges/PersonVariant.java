package dev.godwit.sampledata.merges;

import dev.godwit.sampledata.Mix;
import java.util.Locale;

/** The same person, entered once more by somebody else. Stateless, thread-safe. */
final class PersonVariant {
  private PersonVariant() {}

  static Person of(Person person, long k, PersonWords words) {
    Person other = lessKnown(person, Mix.next(k));
    long next = Mix.next(k + 1);
    return switch (Mix.small(k, 0, 10)) {
      case 0 -> other.withName(person.given(), typo(person.family(), k));
      case 1 -> other.withName(typo(person.given(), k), person.family());
      case 2 ->
          otherAddress(other, words, next)
              .withName(PersonWords.nickname(person.given()), person.family());
      case 3 -> other.withName(person.family(), person.given());
      case 4 ->
          otherAddress(other, words, next)
              .withName(transliterated(person.given()), transliterated(person.family()));
      case 5 -> otherAddress(other, words, next);
      case 6 -> tagged(other).withName(upper(person.given()), upper(person.family()));
      case 7 ->
          otherAddress(other, words, next)
              .withName(person.given().substring(0, 1) + ".", person.family())
              .at(person.outlet());
      case 8 ->
          otherAddress(other, words, next)
              .withName(person.given(), typo(person.family(), k))
              .withPhone(person.phone());
      default ->
          other.withName(PersonWords.nickname(person.given()), transliterated(person.family()));
    };
  }

  /** Another spelling of the outlet, another form of phone and birth date, or none. */
  private static Person lessKnown(Person person, long k) {
    String outlet = person.outlet() == null ? null : outlet(person.outlet(), (int) (k & 7));
    String phone = person.phone();
    if (phone != null) {
      phone =
          switch ((int) (k >>> 3 & 3)) {
            case 0 -> null;
            case 1 -> phone.replace("+49 ", "0").replace(' ', '/');
            case 2 -> phone.replace("+49 ", "0049").replace(" ", "");
            default -> phone;
          };
    }
    String born = person.born();
    if (born != null) {
      String[] parts = born.split("-", -1);
      born =
          switch ((int) (k >>> 5 & 3)) {
            case 0 -> null;
            case 1 -> parts[0] + "-" + parts[2] + "-" + parts[1];
            case 2 -> parts[2] + "." + parts[1] + "." + parts[0];
            default -> born;
          };
    }
    return person.at(outlet).withPhone(phone).withBorn(born);
  }

  private static String outlet(String outlet, int form) {
    return switch (form) {
      case 0 -> outlet.toUpperCase(Locale.ROOT);
      case 1 -> "The " + outlet;
      case 2 -> outlet + " GmbH & Co. KG";
      case 3 -> "www." + PersonWords.ascii(outlet).replace(" ", "") + ".com";
      case 4 -> outlet.replace(" ", "  ") + ", Inc.";
      default -> outlet;
    };
  }

  private static Person otherAddress(Person person, PersonWords words, long k) {
    return person.withEmail(words.address(person.given(), person.family(), null, 2, k >>> 24));
  }

  private static Person tagged(Person person) {
    String email = person.email();
    if (email == null) {
      return person;
    }
    int at = email.indexOf('@');
    String domain = email.substring(at);
    String local = email.substring(0, at);
    return person.withEmail(
        domain.equals("@gmail.com")
            ? local.replace(".", "") + "+press@googlemail.com"
            : local.toUpperCase(Locale.ROOT) + domain);
  }

  /** One typing error: two letters exchanged, one left out, one doubled, or one replaced. */
  private static String typo(String name, long k) {
    int generation = name.indexOf(" Jr.");
    if (generation >= 0) {
      return typo(name.substring(0, generation), k) + name.substring(generation);
    }
    if (name.length() < 4) {
      return name;
    }
    int at = 1 + Mix.small(k, 16, name.length() - 2);
    String before = name.substring(0, at);
    String behind = name.substring(at + 1);
    char c = name.charAt(at);
    return switch ((int) (k >>> 40 & 3)) {
      case 0 -> before + behind.charAt(0) + c + behind.substring(1);
      case 1 -> before + behind;
      case 2 -> before + c + c + behind;
      default -> before + (char) ('a' + (k >>> 44) % 26) + behind;
    };
  }

  private static String transliterated(String name) {
    return name.replace("ü", "ue")
        .replace("ö", "oe")
        .replace("ä", "ae")
        .replace("ø", "oe")
        .replace("ł", "l")
        .replace("sky", "skij")
        .replace("ov", "off")
        .replace("y", "j");
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
