package dev.godwit.wire;

import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Writes records of one type straight from the form that a stage has them in, such as a database
 * row, as Avro bodies without an object in between. The code that knows the values names the
 * fields; the writer takes their order from the schema. A field that the schema does not have, that
 * has another type there, or that has no writer, fails when the writer is built, which is at start.
 *
 * <p>Immutable, and as thread-safe as its fields.
 *
 * @param <T> form that a record is written from
 * @param <E> exception of a field
 */
public final class BodyWriter<T, E extends Exception> {
  /**
   * Writes the value of one field. Of an optional field it writes {@link BodyBuffer#writeAbsent},
   * or {@link BodyBuffer#writePresent} and the value.
   */
  @FunctionalInterface
  public interface Field<T, E extends Exception> {
    void write(T from, BodyBuffer out) throws E;
  }

  private final Field<T, E>[] fields;

  private BodyWriter(Field<T, E>[] fields) {
    this.fields = fields;
  }

  /** A writer of records of a schema, without fields so far. */
  public static <T, E extends Exception> Builder<T, E> of(Schema schema) {
    return new Builder<>(schema);
  }

  /** Appends a record's body. */
  public void write(T from, BodyBuffer out) throws E {
    for (Field<T, E> field : fields) {
      field.write(from, out);
    }
  }

  /** Collects the fields of a writer, in any order. For one thread. */
  public static final class Builder<T, E extends Exception> {
    private final Schema schema;
    private final Field<T, E>[] fields;

    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type has no other form.
    private Builder(Schema schema) {
      this.schema = schema;
      this.fields = new Field[schema.getFields().size()];
    }

    /** A text that every record has. */
    public Builder<T, E> text(String name, Field<T, E> field) {
      return add(name, field, Schema.Type.STRING);
    }

    /** A whole number that every record has. */
    public Builder<T, E> number(String name, Field<T, E> field) {
      return add(name, field, Schema.Type.INT, Schema.Type.LONG);
    }

    /** A list; the field writes its blocks, of which the last is empty. */
    public Builder<T, E> list(String name, Field<T, E> field) {
      return add(name, field, Schema.Type.ARRAY);
    }

    /** A text that may be absent. */
    public Builder<T, E> optionalText(String name, Field<T, E> field) {
      return optional(name, field, Schema.Type.STRING);
    }

    /** A whole number that may be absent. */
    public Builder<T, E> optionalNumber(String name, Field<T, E> field) {
      return optional(name, field, Schema.Type.LONG);
    }

    /** A value of one type that may be absent. */
    public Builder<T, E> optional(String name, Field<T, E> field) {
      List<Schema> branches = type(name) == Schema.Type.UNION ? schema(name).getTypes() : List.of();
      if (branches.size() != 2) {
        throw wrongType(name, "a union of null and one type");
      }
      return optional(name, field, branches.get(BodyBuffer.PRESENT).getType());
    }

    /**
     * The writer.
     *
     * @throws IllegalStateException where a field of the schema is not written; fatal
     */
    public BodyWriter<T, E> build() {
      List<String> unwritten =
          schema.getFields().stream()
              .filter(field -> fields[field.pos()] == null)
              .map(Schema.Field::name)
              .toList();
      if (!unwritten.isEmpty()) {
        throw new IllegalStateException(
            "Expected a writer for each field of %s, found none for %s; write them, or take them out of the schema."
                .formatted(schema.getFullName(), unwritten));
      }
      return new BodyWriter<>(fields.clone());
    }

    private Builder<T, E> optional(String name, Field<T, E> field, Schema.Type type) {
      List<Schema> branches = type(name) == Schema.Type.UNION ? schema(name).getTypes() : List.of();
      if (branches.size() != 2
          || branches.get(BodyBuffer.ABSENT).getType() != Schema.Type.NULL
          || branches.get(BodyBuffer.PRESENT).getType() != type) {
        throw wrongType(name, "a union of null and " + type.getName());
      }
      fields[position(name)] = field;
      return this;
    }

    private Builder<T, E> add(String name, Field<T, E> field, Schema.Type... types) {
      if (!Arrays.asList(types).contains(type(name))) {
        throw wrongType(name, Arrays.toString(types));
      }
      fields[position(name)] = field;
      return this;
    }

    private IllegalStateException wrongType(String name, String expected) {
      return new IllegalStateException(
          "Expected the field %s of %s to be %s, found %s; mend its writer."
              .formatted(name, schema.getFullName(), expected, schema(name)));
    }

    private int position(String name) {
      Schema.Field field = schema.getField(name);
      if (field == null) {
        throw new IllegalStateException(
            "Expected a field %s in %s, found %s; rename it where it is written."
                .formatted(
                    name,
                    schema.getFullName(),
                    schema.getFields().stream().map(Schema.Field::name).toList()));
      }
      return field.pos();
    }

    private Schema schema(String name) {
      return schema.getFields().get(position(name)).schema();
    }

    private Schema.Type type(String name) {
      return schema(name).getType();
    }
  }
}
