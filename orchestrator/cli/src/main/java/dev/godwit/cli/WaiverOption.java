package dev.godwit.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A waiver as it is typed: {@code ENTITY:REASON[:UPTO]}.
 *
 * @param entity CONTACTS, EMAILS or ENGAGEMENTS
 * @param reason typed reason, e.g. BAD_ADDRESS
 * @param upTo at most so many records
 */
record WaiverOption(String entity, String reason, long upTo) {
  private static final Set<String> ENTITIES = Set.of("CONTACTS", "EMAILS", "ENGAGEMENTS");

  /** As it stands in a command. */
  Map<String, Object> fields(String why) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("entity", entity);
    fields.put("reason", reason);
    fields.put("upTo", upTo);
    fields.put("why", why);
    return fields;
  }

  /** Reads it. */
  static final class Converter implements ITypeConverter<WaiverOption> {
    @Override
    public WaiverOption convert(String text) {
      String[] parts = text.toUpperCase(Locale.ROOT).split(":", -1);
      if (parts.length < 2
          || parts.length > 3
          || !ENTITIES.contains(parts[0])
          || !parts[1].matches("[A-Z][A-Z_]*")
          || parts.length == 3 && !parts[2].matches("\\d{1,18}")) {
        throw new TypeConversionException(
            "expected ENTITY:REASON or ENTITY:REASON:UPTO, such as contacts:BAD_ADDRESS:12 with an entity of "
                + "contacts, emails or engagements, but found '"
                + text
                + "'");
      }
      return new WaiverOption(
          parts[0], parts[1], parts.length == 3 ? Long.parseLong(parts[2]) : Long.MAX_VALUE);
    }
  }
}
