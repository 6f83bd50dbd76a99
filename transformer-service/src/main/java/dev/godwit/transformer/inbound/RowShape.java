package dev.godwit.transformer.inbound;

import dev.godwit.pack.RowSchema;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The fields that every extracted record has of itself, and their places: its entity, run, id and
 * the number of source rows that it stands for. Immutable.
 *
 * @param entity its entity; UNKNOWN where the schema is that of no extracted record
 * @param runId position of the run
 * @param legacyId position of the id
 * @param members position of the rows that became one; -1 where it is one row
 */
record RowShape(Entity entity, int runId, int legacyId, int members) {
  /** Entities of the records of the first release, whose schemas did not come from a pack. */
  private static final Map<String, Entity> FIRST =
      Map.of(
          "dev.godwit.row.v1.ExtractedContact", Entity.CONTACTS,
          "dev.godwit.row.v1.ExtractedEmail", Entity.EMAILS,
          "dev.godwit.row.v1.ExtractedEngagement", Entity.ENGAGEMENTS);

  /** The shape of the records of a schema, whoever registered that. */
  static RowShape of(Schema schema) {
    Entity entity = entity(schema);
    int runId = position(schema, RowSchema.RUN_ID, Schema.Type.STRING);
    int legacyId = position(schema, RowSchema.LEGACY_ID, Schema.Type.STRING);
    return entity.equals(Entity.UNKNOWN) || runId < 0 || legacyId < 0
        ? new RowShape(Entity.UNKNOWN, -1, -1, -1)
        : new RowShape(
            entity, runId, legacyId, position(schema, RowSchema.MEMBERS, Schema.Type.ARRAY));
  }

  private static Entity entity(Schema schema) {
    String name = schema.getProp(RowSchema.ENTITY);
    if (name == null) {
      return FIRST.getOrDefault(schema.getFullName(), Entity.UNKNOWN);
    }
    return Entity.isName(name) ? Entity.valueOf(name) : Entity.UNKNOWN;
  }

  /** Position of a field; -1 where there is none of the type. */
  private static int position(Schema schema, String name, Schema.Type type) {
    Schema.Field field = schema.getField(name);
    return field == null || field.schema().getType() != type ? -1 : field.pos();
  }

  String runId(IndexedRecord record) {
    return (String) record.get(runId);
  }

  String legacyId(IndexedRecord record) {
    return (String) record.get(legacyId);
  }

  long rows(IndexedRecord record) {
    return members < 0 ? 1 : Math.max(1, ((List<?>) record.get(members)).size());
  }
}
