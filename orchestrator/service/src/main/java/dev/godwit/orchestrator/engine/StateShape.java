package dev.godwit.orchestrator.engine;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Fingerprint of the shape of stored records: names and types of the components of every record
 * that can be reached, the records of every sealed type, and the constants of every enum. So a
 * store that was written with another shape is recognised without a number that somebody has to
 * raise.
 */
final class StateShape {
  private final Set<String> shapes = new TreeSet<>();

  private StateShape() {}

  /** Eight hexadecimal digits, which differ where anything in the shape does. */
  static String of(Class<?>... roots) {
    CRC32C sum = new CRC32C();
    sum.update(String.join("\n", describe(roots)).getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  /** One line for each record, sealed type and enum that can be reached, in order. */
  static Set<String> describe(Class<?>... roots) {
    StateShape shape = new StateShape();
    Arrays.stream(roots).forEach(shape::add);
    return shape.shapes;
  }

  private void add(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
    } else if (type instanceof Class<?> plain) {
      add(plain);
    }
  }

  private void add(Class<?> type) {
    if (type.isSealed()) {
      Class<?>[] permitted = type.getPermittedSubclasses();
      if (shapes.add(type.getName() + Arrays.toString(permitted))) {
        Arrays.stream(permitted).forEach(this::add);
      }
    } else if (type.isEnum()) {
      shapes.add(type.getName() + Arrays.toString(type.getEnumConstants()));
    } else if (type.isRecord()) {
      StringBuilder shape = new StringBuilder(type.getName());
      for (RecordComponent one : type.getRecordComponents()) {
        shape.append(' ').append(one.getName()).append(':').append(one.getGenericType());
      }
      if (shapes.add(shape.toString())) {
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getGenericType)
            .forEach(this::add);
      }
    }
  }
}
