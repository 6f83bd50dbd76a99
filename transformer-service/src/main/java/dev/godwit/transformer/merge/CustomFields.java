package dev.godwit.transformer.merge;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.InvalidJsonException;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.normalise.StorableJson;
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
    return StorableJson.checked(canonical, FIELD);
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
}
