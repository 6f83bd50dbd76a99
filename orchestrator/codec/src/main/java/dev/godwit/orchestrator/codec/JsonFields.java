package dev.godwit.orchestrator.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.orchestrator.codec.JsonCommandReader.FlawException;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.decide.EventText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Reads the fields of a JSON object as a schema says, with errors that name the field. */
final class JsonFields {
  private static final int NAME = 40;

  private final RecordMapper mapper;

  JsonFields(RecordMapper mapper) {
    this.mapper = mapper;
  }

  Map<String, Object> read(ObjectNode object, Schema schema, String path) throws FlawException {
    List<Schema.Field> fields =
        schema.getFields().stream().filter(field -> isWritten(field, schema)).toList();
    List<String> known = fields.stream().map(Schema.Field::name).toList();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new FlawException(
            "fields of " + path + ": " + String.join(", ", known),
            unknown(name),
            Suggestion.of(EventText.of(name, NAME), known, "Remove it."));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Schema.Field field : fields) {
      values.put(field.name(), value(object.get(field.name()), field, path));
    }
    return values;
  }

  /**
   * In JSON, the field of the entities, where there is one, takes the names of declared ones too.
   */
  private static boolean isWritten(Schema.Field field, Schema schema) {
    String named = EntityFields.namedBy(field.name());
    return named == null || schema.getField(named) == null;
  }

  private Object value(JsonNode node, Schema.Field field, String path) throws FlawException {
    if (node == null) {
      if (!field.hasDefaultValue()) {
        throw new FlawException(
            "the field %s of %s: %s".formatted(field.name(), path, words(field.schema())),
            "none",
            "Add it: " + field.doc());
      }
      return defaultValue(field);
    }
    return value(node, field.schema(), path + "." + field.name());
  }

  private static Object defaultValue(Schema.Field field) {
    Object value = field.defaultVal();
    return value == JsonProperties.NULL_VALUE ? null : value;
  }

  private Object value(JsonNode node, Schema schema, String path) throws FlawException {
    switch (schema.getType()) {
      case UNION -> {
        return node.isNull() ? null : value(node, schema.getTypes().get(1), path);
      }
      case STRING -> {
        if (node.isTextual()) {
          return node.textValue();
        }
      }
      case BOOLEAN -> {
        if (node.isBoolean()) {
          return node.booleanValue();
        }
      }
      case LONG -> {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
          return node.longValue();
        }
      }
      case DOUBLE -> {
        if (node.isNumber() && Double.isFinite(node.doubleValue())) {
          return node.doubleValue();
        }
      }
      case INT -> {
        if (node.isIntegralNumber() && node.canConvertToInt()) {
          return node.intValue();
        }
      }
      case ENUM -> {
        if (node.isTextual() && EntityFields.isSchema(schema)) {
          return entity(node.textValue(), path);
        }
        if (node.isTextual() && schema.hasEnumSymbol(node.textValue())) {
          return symbol(schema, node.textValue());
        }
      }
      case ARRAY -> {
        if (node.isArray()) {
          List<Object> items = new ArrayList<>();
          for (JsonNode item : node) {
            items.add(value(item, schema.getElementType(), path + "[" + items.size() + "]"));
          }
          return items;
        }
      }
      case RECORD -> {
        if (node instanceof ObjectNode object) {
          return mapper.make(mapper.domainType(schema), read(object, schema, path));
        }
      }
      default -> {
        // Commands have no other types.
      }
    }
    throw new FlawException(
        path + ": " + words(schema), found(node), "Correct the value of " + path + ".");
  }

  private static Entity entity(String name, String path) throws FlawException {
    if (!Entity.isName(name)) {
      throw new FlawException(
          path + ": the name of an entity, such as contacts, or one that the pack declares",
          "a text that is no such name",
          "Correct the value of " + path + ".");
    }
    return Entity.valueOf(name);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Object symbol(Schema schema, String name) {
    return Enum.valueOf((Class) mapper.domainType(schema), name);
  }

  private static String words(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> words(schema.getTypes().get(1));
      case STRING -> "text";
      case BOOLEAN -> "true or false";
      case INT, LONG -> "a whole number";
      case DOUBLE -> "a number";
      case ENUM -> EntityFields.isSchema(schema) ? "the name of an entity" : symbols(schema);
      case ARRAY -> "a list";
      case RECORD -> "an object";
      default -> schema.getType().getName();
    };
  }

  private static String symbols(Schema schema) {
    return schema.getEnumSymbols().stream()
        .filter(symbol -> !symbol.equals("UNKNOWN"))
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  /** A name that is none may be content that went astray, and is not repeated. */
  private static String unknown(String name) {
    boolean isName = name.length() <= NAME && name.matches("[A-Za-z_][A-Za-z0-9_]*");
    return isName
        ? "the field \"" + name + "\""
        : "a field whose name has %d characters".formatted(name.length());
  }

  /** The kind of a value; never the value, for the answer is kept for ever. */
  private static String found(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NULL -> "null";
      case STRING -> "a text of %d characters".formatted(node.textValue().length());
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "something else";
    };
  }
}
