package dev.godwit.transformer.normalise;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.InvalidJsonException;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.util.List;
import java.util.Map;

/** JSON that the target's database can hold, in its canonical text. Stateless. */
public final class StorableJson {
  private static final String NUL_ESCAPE = "\\u0000";

  private StorableJson() {}

  /**
   * The canonical text of a JSON text.
   *
   * @param field for the error
   * @throws QuarantinedException where it is no JSON, or holds the character NUL
   */
  public static String of(String text, String field) throws QuarantinedException {
    try {
      return checked(CanonicalJson.write(CanonicalJson.read(text)), field);
    } catch (InvalidJsonException e) {
      throw new QuarantinedException(QuarantineReason.WRONG_TYPE, field, e.getMessage());
    }
  }

  /**
   * The same canonical text.
   *
   * @param field for the error
   * @throws QuarantinedException where it holds the character NUL, which the database cannot
   */
  public static String checked(String canonical, String field) throws QuarantinedException {
    if (canonical.contains(NUL_ESCAPE) && holdsNul(CanonicalJson.read(canonical))) {
      throw new QuarantinedException(
          QuarantineReason.BAD_CHARACTER,
          field,
          "Expected JSON without the character NUL, which the target cannot hold, but found it.");
    }
    return canonical;
  }

  private static boolean holdsNul(Object value) {
    return switch (value) {
      case String text -> text.indexOf('\0') >= 0;
      case List<?> items -> items.stream().anyMatch(StorableJson::holdsNul);
      case Map<?, ?> fields ->
          fields.entrySet().stream().anyMatch(e -> holdsNul(e.getKey()) || holdsNul(e.getValue()));
      case null, default -> false;
    };
  }
}
