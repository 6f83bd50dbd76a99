package dev.godwit.orchestrator.codec;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Maps records of the domain to the generated records of the schemas and back, by name: a record X
 * of the package {@code dev.godwit.orchestrator.domain.event}, nested or not, is {@code
 * dev.godwit.event.v1.X}, and a component is the field of the same name. So there is no code per
 * type, and a type that lacks its schema, or a component its field, is found by a test.
 *
 * <p>Thread-safe. A type or field that only one side has is an {@link IllegalStateException}:
 * domain and schemas were built from different versions.
 */
final class RecordMapper {
  private static final String DOMAIN = "dev.godwit.orchestrator.domain.";
  private static final String SCHEMAS = "dev.godwit.";
  private static final String ENVELOPE = "envelope";

  private static final List<Class<?>> ROOTS =
      List.of(
          Command.class,
          Event.class,
          Envelope.class,
          Report.class,
          ReportEnvelope.class,
          Task.class,
          TaskEnvelope.class);

  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();
  private final Map<Class<?>, Class<?>> schemaTypes = new ConcurrentHashMap<>();

  /** Types of the domain by the full name of their schema. */
  private final Map<String, Class<?>> domainTypes = new HashMap<>();

  private record Shape(List<RecordComponent> components, Constructor<?> maker) {}

  RecordMapper() {
    ROOTS.forEach(this::index);
  }

  /** The generated record of a body and the envelope that is kept beside it. */
  SpecificRecord toAvro(Record body, Record envelope) {
    SpecificRecord avro = blank(schemaType(body.getClass()));
    for (Schema.Field field : avro.getSchema().getFields()) {
      avro.put(field.pos(), toAvro(body, envelope, field.name()));
    }
    return avro;
  }

  private Object toAvro(Record body, Record envelope, String field) {
    if (field.equals(ENVELOPE)) {
      return valueToAvro(envelope);
    }
    String named = EntityFields.namedBy(field);
    return named != null && has(body.getClass(), named)
        ? EntityFields.names(component(body, named))
        : valueToAvro(component(body, field));
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
    Object[] arguments = new Object[shape.components().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = components.get(shape.components().get(i).getName());
    }
    return (Record) make(shape, arguments);
  }

  /** The same record of the domain with another value of one component. */
  Record with(Record body, String name, Object value) {
    Shape shape = shape(body.getClass());
    Object[] arguments = new Object[shape.components().size()];
    for (int i = 0; i < arguments.length; i++) {
      RecordComponent component = shape.components().get(i);
      arguments[i] =
          component.getName().equals(name) ? value : component(body, component.getName());
    }
    return (Record) make(shape, arguments);
  }

  private Object toDomain(SpecificRecord avro, Class<?> type) {
    Shape shape = shape(type);
    Object[] arguments = new Object[shape.components().size()];
    for (int i = 0; i < arguments.length; i++) {
      RecordComponent component = shape.components().get(i);
      Object value = avro.get(field(avro, component.getName()).pos());
      arguments[i] =
          EntityFields.isEntity(component)
              ? EntityFields.toDomain(value, avro, component.getName())
              : valueToDomain(value, component.getGenericType());
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
      case List<?> list when EntityFields.areEntities(list) -> EntityFields.symbols(list);
      case List<?> list -> {
        List<Object> all = new ArrayList<>(list.size());
        for (Object one : list) {
          all.add(valueToAvro(one));
        }
        yield all;
      }
      case Enum<?> symbol -> symbol(schemaType(symbol.getDeclaringClass()), symbol.name());
      case Entity entity -> EntityFields.symbol(entity);
      case Record record -> toAvro(record);
      default -> value;
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object symbol(Class<?> type, String name) {
    return Enum.valueOf((Class) type, name);
  }

  private boolean has(Class<?> type, String component) {
    return shape(type).components().stream().anyMatch(c -> c.getName().equals(component));
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
            return new Shape(List.of(components), key.getDeclaredConstructor(parameters));
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(key + " has no canonical constructor", e);
          }
        });
  }

  private static SpecificRecord blank(Class<?> type) {
    return (SpecificRecord) SpecificData.newInstance(type, SpecificData.get().getSchema(type));
  }

  private Class<?> schemaType(Class<?> type) {
    return schemaTypes.computeIfAbsent(
        type,
        key -> {
          try {
            return Class.forName(schemaName(key), true, RecordMapper.class.getClassLoader());
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                "Expected the generated class %s, found none; domain and schemas differ."
                    .formatted(schemaName(key)),
                e);
          }
        });
  }

  private static String schemaName(Class<?> type) {
    String area = type.getPackageName().substring(DOMAIN.length());
    return SCHEMAS + area + ".v1." + type.getSimpleName();
  }

  /** The domain's class of a schema of the control plane. */
  Class<?> domainType(Schema schema) {
    Class<?> type = domainTypes.get(schema.getFullName());
    if (type == null) {
      throw new IllegalStateException(
          "Expected a type of the domain for %s, found none; domain and schemas differ."
              .formatted(schema.getFullName()));
    }
    return type;
  }

  private void index(Class<?> type) {
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(this::index);
    } else if (type.getName().startsWith(DOMAIN)
        && domainTypes.putIfAbsent(schemaName(type), type) == null
        && type.isRecord()
        && type != Entity.class) {
      for (RecordComponent component : type.getRecordComponents()) {
        index(
            component.getGenericType() instanceof ParameterizedType list
                ? (Class<?>) list.getActualTypeArguments()[0]
                : component.getType());
      }
    }
  }
}
