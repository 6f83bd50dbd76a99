package dev.godwit.pack.draft;

import java.util.List;
import java.util.Locale;

/**
 * Writes what both kinds of pack have: the head, how the database is reached, and the list of what
 * is left out. The password is not in it, only the name of its variable.
 *
 * @param prefix beginning of the names of the environment variables
 * @param url JDBC URL
 * @param user user
 * @param passwordVariable name of the variable with the password
 */
record DatabaseText(String prefix, String url, String user, String passwordVariable) {

  static String prefix(String pack) {
    String name = pack.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    return name.matches("[0-9].*") ? "_" + name : name;
  }

  static void head(PackText text, String kind, String name, DraftCatalogue catalogue) {
    text.comment(
        0,
        "A draft, made from the catalogue of the database %s, schema %s."
            .formatted(catalogue.database(), String.join(", ", catalogue.schemas())));
    text.comment(
        0,
        "Look at each line with \"guess:\", complete each with \"fill in:\", and read at the end what was left out.");
    text.line(0, "pack: " + name);
    text.line(0, "kind: " + kind);
  }

  void write(PackText text) {
    text.blank();
    text.line(0, "database:");
    text.line(2, "url: " + environment("URL", url));
    text.line(2, "user: " + environment("USER", user));
    text.line(2, "password-variable: " + passwordVariable);
  }

  private String environment(String end, String value) {
    boolean plain = value.matches("[^${}#\\s\"']+");
    return plain ? "${" + prefix + "_" + end + ":-" + value + "}" : PackText.scalar(value);
  }

  static void leftOut(PackText text, List<LeftOut> leftOut) {
    text.blank();
    if (leftOut.isEmpty()) {
      text.comment(0, "Left out: nothing.");
      return;
    }
    text.comment(0, "Left out:");
    leftOut.forEach(one -> text.comment(0, "- " + one.name() + ": " + one.reason()));
  }
}
