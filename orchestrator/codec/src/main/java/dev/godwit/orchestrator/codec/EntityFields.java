package dev.godwit.orchestrator.codec;

import dev.godwit.orchestrator.domain.common.Entity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Maps the domain's entities to two fields of a record and back: the field of the component's name
 * holds symbols of the built-in entities, and a second one the names of those that a pack declares.
 * So a record of the first release, which has no second field, is read as it was written. For one
 * entity the second field is {@code entityName} beside {@code entity}, and the symbol of a declared
 * one is UNKNOWN; for a list it is {@code entityNames} beside {@code entities}. Stateless.
 */
final class EntityFields {
  private static final String ONE = "entity";
  private static final String MANY = "entities";
  private static final String NAME_OF_ONE = "entityName";
  private static final String NAMES_OF_MANY = "entityNames";

  private EntityFields() {}

  /** The component that a field of names belongs to; null where the field is none. */
  static String namedBy(String field) {
    return switch (field) {
      case NAME_OF_ONE -> ONE;
      case NAMES_OF_MANY -> MANY;
      default -> null;
    };
  }

  /** Whether a component is an entity, or a list of them. */
  static boolean isEntity(RecordComponent component) {
    return component.getType() == Entity.class
        || (component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] == Entity.class);
  }

  /** Whether a schema is that of the symbols. */
  static boolean isSchema(Schema schema) {
    return schema.getFullName().equals(dev.godwit.common.v1.Entity.class.getName());
  }

  static boolean areEntities(List<?> list) {
    return !list.isEmpty() && list.getFirst() instanceof Entity;
  }

  static Object symbol(Entity entity) {
    return entity.isDeclared()
        ? dev.godwit.common.v1.Entity.UNKNOWN
        : dev.godwit.common.v1.Entity.valueOf(entity.name());
  }

  /** Symbols of the built-in ones of a list. */
  static List<Object> symbols(List<?> entities) {
    List<Object> symbols = new ArrayList<>();
    for (Object one : entities) {
      if (!((Entity) one).isDeclared()) {
        symbols.add(symbol((Entity) one));
      }
    }
    return symbols;
  }

  /** The value of the field of names for a component: an entity, or a list of them. */
  static Object names(Object component) {
    if (component instanceof List<?> list) {
      List<Object> names = new ArrayList<>();
      for (Object one : list) {
        if (((Entity) one).isDeclared()) {
          names.add(((Entity) one).text());
        }
      }
      return names;
    }
    return component instanceof Entity entity && entity.isDeclared() ? entity.text() : null;
  }

  /** The entity of a record, or its list of entities, in their order. */
  static Object toDomain(Object symbols, SpecificRecord avro, String component) {
    if (symbols instanceof List<?> list) {
      List<Entity> entities = new ArrayList<>();
      list.forEach(symbol -> entities.add(Entity.valueOf(symbol.toString())));
      for (Object name : (List<?>) value(avro, NAMES_OF_MANY)) {
        entities.add(Entity.valueOf(name.toString()));
      }
      Collections.sort(entities);
      return entities;
    }
    Entity entity = Entity.valueOf(symbols.toString());
    Object name = entity.equals(Entity.UNKNOWN) ? value(avro, component + "Name") : null;
    return name == null ? entity : Entity.valueOf(name.toString());
  }

  private static Object value(SpecificRecord avro, String name) {
    Schema.Field field = avro.getSchema().getField(name);
    if (field == null) {
      throw new IllegalStateException(
          "Expected %s to have the field %s, found none; add it."
              .formatted(avro.getSchema().getFullName(), name));
    }
    return avro.get(field.pos());
  }
}
