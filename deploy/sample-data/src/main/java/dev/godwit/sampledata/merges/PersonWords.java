package dev.godwit.sampledata.merges;

import dev.godwit.sampledata.Mix;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Properties;

/** Makes names, outlets, addresses and numbers of people. Thread-safe. */
final class PersonWords {
  private static final Properties TEXTS = read();
  private static final String[] GIVEN = texts("given");
  private static final String[] STARTS = texts("family-starts");
  private static final String[] ENDS = texts("family-ends");
  private static final String[] TOWNS = texts("towns");
  private static final String[] TOWN_ENDS = texts("town-ends");
  private static final String[] PAPERS = texts("papers");
  private static final String[] PROVIDERS = {
    "gmail.com", "outlook.com", "mail.example", "web.example"
  };

  private final long seed;
  private final long outlets;

  PersonWords(long seed, long outlets) {
    this.seed = seed;
    this.outlets = outlets;
  }

  private static Properties read() {
    Properties texts = new Properties();
    String file = "/godwit/sample/merge-words.properties";
    try (InputStream in = PersonWords.class.getResourceAsStream(file);
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static String[] texts(String key) {
    return TEXTS.getProperty(key).split("\\|", -1);
  }

  /** A person of some bits; {@code i} makes the address one of its own. */
  Person person(long bits, long i) {
    long k = Mix.next(bits);
    String given = forms(k)[0];
    // Few names are frequent, as names are.
    int start = Math.min(Mix.small(k, 16, STARTS.length), Mix.small(bits, 16, STARTS.length));
    String family = STARTS[start] + ENDS[Mix.small(k, 32, ENDS.length)];
    String outlet = Mix.small(bits, 32, 100) < 15 ? null : outlet(Mix.below(Mix.next(k), outlets));
    String email =
        Mix.small(bits, 0, 100) < 4 ? null : address(given, family, outlet, Mix.small(k, 48, 3), i);
    String phone =
        (k & 1) == 0
            ? null
            : "+49 "
                + (30 + (k >>> 8 & 63))
                + " "
                + (1_000_000 + Mix.below(Mix.next(bits), 9_000_000));
    String born =
        (k >>> 1 & 3) == 0
            ? LocalDate.of(1945, 1, 1).plusDays(Mix.below(Mix.next(k + 1), 20_000)).toString()
            : null;
    return new Person(email, given, family, outlet, phone, born);
  }

  /** Forms of a given name: at least one. */
  private static String[] forms(long k) {
    return GIVEN[Math.min(Mix.small(k, 0, GIVEN.length), Mix.small(k, 8, GIVEN.length))].split(
        "/", -1);
  }

  /** The other form of a given name; the name itself where there is none. */
  static String nickname(String given) {
    for (String forms : GIVEN) {
      if (forms.startsWith(given + "/")) {
        return forms.substring(given.length() + 1);
      }
    }
    return given;
  }

  private String outlet(long o) {
    long k = Mix.of(seed, 77, o);
    return TOWNS[Mix.small(k, 0, TOWNS.length)]
        + TOWN_ENDS[Mix.small(k, 16, TOWN_ENDS.length)]
        + " "
        + PAPERS[Mix.small(k, 32, PAPERS.length)]
        + (o < 7680 ? "" : " " + Long.toString(o / 7680 + 1));
  }

  static String domain(String outlet) {
    return ascii(outlet).replace(' ', '-') + ".example";
  }

  /** An address: by its form the name may say whose it is, and the number makes it unique. */
  String address(String given, String family, String outlet, int form, long i) {
    String first = ascii(given).replace(" ", "");
    String last = ascii(family).replace(" ", "");
    String domain =
        outlet == null
            ? PROVIDERS[Mix.small(Mix.of(seed, 78, i), 0, PROVIDERS.length)]
            : domain(outlet);
    // A mailbox of a provider belongs to one person.
    return switch (outlet == null ? 2 : form) {
      case 0 -> first + "." + last + "@" + domain;
      case 1 -> first.charAt(0) + last + "@" + domain;
      default -> first + "." + last + Long.toString(i, 36) + "@" + domain;
    };
  }

  /** Lower case without marks and punctuation. */
  static String ascii(String text) {
    String spelled = text.toLowerCase(Locale.ROOT).replace("ł", "l").replace("ø", "o");
    return Normalizer.normalize(spelled, Normalizer.Form.NFD).replaceAll("[^a-z0-9 ]", "");
  }
}
