package dev.godwit.wire;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericData.StringType;

/** Makes the texts of rows strings, which Avro's own are not. Stateless. */
public final class RowStrings {
  private RowStrings() {}

  /** The same schema, whose texts are read as strings. */
  public static Schema of(Schema schema) {
    Schema copy = new Schema.Parser().parse(schema.toString());
    mark(copy);
    return copy;
  }

  private static void mark(Schema schema) {
    switch (schema.getType()) {
      case STRING -> GenericData.setStringType(schema, StringType.String);
      case ARRAY -> mark(schema.getElementType());
      case UNION -> schema.getTypes().forEach(RowStrings::mark);
      case RECORD -> schema.getFields().forEach(field -> mark(field.schema()));
      default -> {
        // The other types of a row have one form.
      }
    }
  }
}
