package dev.godwit.transformer.inbound;

import dev.godwit.pack.RowSchema;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * What every extracted record says of itself, and where: its entity, run, id and the number of
 * source rows that it stands for. Immutable.
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

  static RowShape of(Schema schema) {
    String entity = schema.getProp(RowSchema.ENTITY);
    Entity named =
        entity == null
            ? FIRST.getOrDefault(schema.getFullName(), Entity.UNKNOWN)
            : Entity.valueOf(entity);
    return named.equals(Entity.UNKNOWN)
        ? new RowShape(named, -1, -1, -1)
        : new RowShape(
            named,
            schema.getField(RowSchema.RUN_ID).pos(),
            schema.getField(RowSchema.LEGACY_ID).pos(),
            position(schema, RowSchema.MEMBERS));
  }

  private static int position(Schema schema, String name) {
    Schema.Field field = schema.getField(name);
    return field == null ? -1 : field.pos();
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
