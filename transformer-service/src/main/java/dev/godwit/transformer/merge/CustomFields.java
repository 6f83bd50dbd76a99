package dev.godwit.transformer.merge;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.InvalidJsonException;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Custom fields: JSON in its canonical text; of several members, the union. The empty array is the
 * empty object: PHP writes an empty map so. Stateless.
 */
final class CustomFields {
  private static final String FIELD = "customFields";
  private static final String NUL_ESCAPE = "\\u0000";

  private CustomFields() {}

  /**
   * The custom fields of a contact. One member may have any JSON value. Of several, each must have
   * an object or nothing; of equal keys the first member's value stays.
   *
   * @param texts as written, survivor first, without missing ones; not empty
   */
  static String of(List<String> texts) throws QuarantinedException {
    String canonical =
        texts.size() == 1 ? CanonicalJson.write(read(texts.getFirst())) : union(texts);
    if (canonical.contains(NUL_ESCAPE) && holdsNul(CanonicalJson.read(canonical))) {
      throw new QuarantinedException(
          QuarantineReason.BAD_CHARACTER,
          FIELD,
          "Expected JSON without the character NUL, which the target cannot hold, but found it.");
    }
    return canonical;
  }

  private static String union(List<String> texts) throws QuarantinedException {
    Map<String, Object> all = new TreeMap<>();
    for (String text : texts) {
      Object value = read(text);
      if (value instanceof Map<?, ?> fields) {
        fields.forEach((key, field) -> all.putIfAbsent((String) key, field));
      } else if (value != null) {
        throw new QuarantinedException(
            QuarantineReason.BAD_CUSTOM_FIELDS,
            FIELD,
            "Expected a JSON object in each of the contacts that become one, but found another"
                + " value.");
      }
    }
    return CanonicalJson.write(all);
  }

  private static Object read(String text) throws QuarantinedException {
    try {
      Object value = CanonicalJson.read(text);
      return value instanceof List<?> items && items.isEmpty() ? Map.of() : value;
    } catch (InvalidJsonException e) {
      throw new QuarantinedException(QuarantineReason.BAD_CUSTOM_FIELDS, FIELD, e.getMessage());
    }
  }

  private static boolean holdsNul(Object value) {
    return switch (value) {
      case String text -> text.indexOf('\0') >= 0;
      case List<?> items -> items.stream().anyMatch(CustomFields::holdsNul);
      case Map<?, ?> fields ->
          fields.entrySet().stream().anyMatch(e -> holdsNul(e.getKey()) || holdsNul(e.getValue()));
      case null, default -> false;
    };
  }
}
