package dev.godwit.orchestrator.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Maps records of the domain to the generated records of the schemas and back, by name: {@code
 * dev.godwit.orchestrator.domain.event.X} is {@code dev.godwit.event.v1.X}, and a component is the
 * field of the same name. So there is no code per type, and a type that lacks its schema, or a
 * component its field, is found by a test. Thread-safe.
 */
final class RecordMapper {
  private static final String DOMAIN = "dev.godwit.orchestrator.domain.";
  private static final String SCHEMAS = "dev.godwit.";
  private static final String ENVELOPE = "envelope";

  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();
  private final Map<String, Class<?>> types = new ConcurrentHashMap<>();

  private record Shape(RecordComponent[] components, java.lang.reflect.Constructor<?> maker) {}

  /** The generated record of a body and the envelope that is kept beside it. */
  SpecificRecord toAvro(Record body, Record envelope) {
    SpecificRecord avro = blank(schemaType(body.getClass()));
    for (Schema.Field field : avro.getSchema().getFields()) {
      Object value = field.name().equals(ENVELOPE) ? envelope : component(body, field.name());
      avro.put(field.pos(), valueToAvro(value));
    }
    return avro;
  }

  /** The generated record of a record without envelope. */
  SpecificRecord toAvro(Record body) {
    return toAvro(body, null);
  }

  /** The domain's record of a generated record, its envelope left aside. */
  Record fromAvro(SpecificRecord avro) {
    return (Record) toDomain(avro, domainType(avro.getSchema()));
  }

  /** The envelope of a generated record, as the domain's type. */
  <T extends Record> T envelope(SpecificRecord avro, Class<T> type) {
    return type.cast(toDomain((SpecificRecord) avro.get(field(avro, ENVELOPE).pos()), type));
  }

  /** Makes a record of the domain from its components by name; a missing one is null or zero. */
  Record make(Class<?> type, Map<String, ?> components) {
    Shape shape = shape(type);
    Object[] arguments = new Object[shape.components().length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = components.get(shape.components()[i].getName());
    }
    return (Record) make(shape, arguments);
  }

  private Object toDomain(SpecificRecord avro, Class<?> type) {
    Shape shape = shape(type);
    Object[] arguments = new Object[shape.components().length];
    for (int i = 0; i < arguments.length; i++) {
      RecordComponent component = shape.components()[i];
      Object value = avro.get(field(avro, component.getName()).pos());
      arguments[i] = valueToDomain(value, component.getGenericType());
    }
    return make(shape, arguments);
  }

  private Object valueToDomain(Object value, Type type) {
    return switch (value) {
      case null -> null;
      case List<?> list -> {
        Type item = ((ParameterizedType) type).getActualTypeArguments()[0];
        List<Object> all = new ArrayList<>(list.size());
        for (Object one : list) {
          all.add(valueToDomain(one, item));
        }
        yield all;
      }
      case Enum<?> symbol -> symbol((Class<?>) type, symbol.name());
      case SpecificRecord record -> toDomain(record, (Class<?>) type);
      case CharSequence text -> text.toString();
      default -> value;
    };
  }

  private Object valueToAvro(Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> {
        List<Object> all = new ArrayList<>(list.size());
        for (Object one : list) {
          all.add(valueToAvro(one));
        }
        yield all;
      }
      case Enum<?> symbol -> symbol(schemaType(symbol.getClass()), symbol.name());
      case Record record -> toAvro(record);
      default -> value;
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object symbol(Class<?> type, String name) {
    return Enum.valueOf((Class) type, name);
  }

  private Object component(Record body, String name) {
    for (RecordComponent component : shape(body.getClass()).components()) {
      if (component.getName().equals(name)) {
        try {
          return component.getAccessor().invoke(body);
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException("Reading " + component, e);
        }
      }
    }
    throw new IllegalStateException(
        "Expected %s to have the component %s, as its schema does, found none; add it."
            .formatted(body.getClass().getName(), name));
  }

  private static Schema.Field field(SpecificRecord avro, String name) {
    Schema.Field field = avro.getSchema().getField(name);
    if (field == null) {
      throw new IllegalStateException(
          "Expected %s to have the field %s, as the domain's record does, found none; add it."
              .formatted(avro.getSchema().getFullName(), name));
    }
    return field;
  }

  private static Object make(Shape shape, Object[] arguments) {
    try {
      return shape.maker().newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Making " + shape.maker(), e);
    }
  }

  private Shape shape(Class<?> type) {
    return shapes.computeIfAbsent(
        type,
        key -> {
          RecordComponent[] components = key.getRecordComponents();
          Class<?>[] parameters = new Class<?>[components.length];
          for (int i = 0; i < parameters.length; i++) {
            parameters[i] = components[i].getType();
          }
          try {
            return new Shape(components, key.getDeclaredConstructor(parameters));
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(key + " has no canonical constructor", e);
          }
        });
  }

  private static SpecificRecord blank(Class<?> type) {
    return (SpecificRecord) SpecificData.newInstance(type, SpecificData.get().getSchema(type));
  }

  private Class<?> schemaType(Class<?> type) {
    String name = type.getName();
    int dot = name.lastIndexOf('.');
    return type(SCHEMAS + name.substring(DOMAIN.length(), dot) + ".v1." + type.getSimpleName());
  }

  /** The domain's class of a schema of the control plane. */
  Class<?> domainType(Schema schema) {
    String area = schema.getNamespace().substring(SCHEMAS.length()).replaceFirst("\\.v1$", "");
    return type(DOMAIN + area + "." + schema.getName());
  }

  private Class<?> type(String name) {
    return types.computeIfAbsent(
        name,
        key -> {
          try {
            return Class.forName(key, true, RecordMapper.class.getClassLoader());
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                "Expected the class %s, found none; domain and schemas differ.".formatted(key), e);
          }
        });
  }
}
