package dev.godwit.pack;

import dev.godwit.records.DerivedRows;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * The Avro schema of the extracted records of an entity, derived from the source pack: a field of
 * the record is a field of the pack, by the same name and of the same type. So any consumer reads
 * {@code phone} as {@code phone}.
 *
 * <p>A record has {@code runId} and {@code legacyId} first. Rows of an entity that merges come
 * together in {@code members}, the survivor first; those of another entity have their fields beside
 * the two. A field that refers to an entity that merges holds the id of the survivor, and a list of
 * such references those of the survivors, each once; the contact's id that the row has stands in
 * {@code legacyContactId} where it differs. Every field but these may be null, so that a field that
 * is added to a pack, or removed, leaves older records readable. Stateless and thread-safe.
 */
public final class RowSchema {
  public static final String RUN_ID = "runId";
  public static final String LEGACY_ID = CanonicalFields.LEGACY_ID;
  public static final String MEMBERS = "members";
  public static final String MERGE_RULE = "mergeRule";
  public static final String CONTACT_ID = "contactId";
  public static final String LEGACY_CONTACT_ID = "legacyContactId";

  /** Property of a record: its entity. */
  public static final String ENTITY = "godwit.entity";

  /** Property of a field: its type in the pack. */
  public static final String TYPE = "godwit.type";

  /** Property of a field: the entity that it refers to. */
  public static final String REFERENCES = "godwit.references";

  /** Property of a field: what takes the place of an invalid value; absent for the quarantine. */
  public static final String WHEN_INVALID = "godwit.when-invalid";

  /** Property of a field: {@link Survival#word}; absent for the field's own rule. */
  public static final String SURVIVAL = "godwit.survival";

  /** A schema is compared by identity where records are written, so each is made once. */
  private static final Map<Key, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private record Key(String pack, SourceEntity entity) {}

  private RowSchema() {}

  /** The schema of an entity; the same object for equal entities. */
  public static Schema of(SourcePack pack, SourceEntity entity) {
    return SCHEMAS.computeIfAbsent(new Key(pack.name(), entity), key -> schema(pack, entity));
  }

  private static Schema schema(SourcePack pack, SourceEntity entity) {
    String namespace = DerivedRows.NAMESPACE + "." + identifier(pack.name());
    String name = camel(entity.entity());
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(text(RUN_ID, "Customer and number of the run, joined by /."));
    if (entity.merges()) {
      fields.add(text(LEGACY_ID, "Legacy id of the surviving member."));
      Schema member =
          Schema.createRecord(name + "Member", "A row of the source.", namespace, false);
      List<Schema.Field> ofMember = fields(entity);
      if (Entity.CONTACTS.equals(entity.references(CONTACT_ID))) {
        ofMember.add(legacyContactId());
      }
      member.setFields(ofMember);
      fields.add(
          new Schema.Field(
              MEMBERS,
              Schema.createArray(member),
              "The survivor first, then the others in the order of their queries and, within one, of its key; at least one."));
      fields.add(
          new Schema.Field(
              MERGE_RULE,
              nullable(Schema.create(Schema.Type.STRING)),
              "Rule by which the members are one, as in crm.identities.v1; null for one row.",
              JsonProperties.NULL_VALUE));
    } else {
      fields.addAll(fields(entity));
      if (entity.isContact(CONTACT_ID)) {
        fields.add(legacyContactId());
      }
    }
    Schema record =
        Schema.createRecord(
            name,
            "Rows of " + entity.entity().text() + " as the pack " + pack.name() + " reads them.",
            namespace,
            false);
    record.setFields(fields);
    record.addProp(ENTITY, entity.entity().text());
    return record;
  }

  private static Schema.Field legacyContactId() {
    return new Schema.Field(
        LEGACY_CONTACT_ID,
        nullable(Schema.create(Schema.Type.STRING)),
        "Legacy id of the contact as the row has it, where it differs from contactId.",
        JsonProperties.NULL_VALUE);
  }

  private static List<Schema.Field> fields(SourceEntity entity) {
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(text(LEGACY_ID, "Id in the source, as text."));
    for (String name : entity.fields().keySet()) {
      if (!name.equals(LEGACY_ID)) {
        fields.add(field(entity, name));
      }
    }
    return fields;
  }

  private static Schema.Field field(SourceEntity entity, String name) {
    FieldType type = entity.type(name);
    Entity references = entity.references(name);
    Schema.Field field =
        type == FieldType.LIST
            ? new Schema.Field(
                name, Schema.createArray(Schema.create(Schema.Type.STRING)), "A list.", List.of())
            : new Schema.Field(
                name,
                nullable(avro(type)),
                references == null
                    ? "As the pack's query gives it."
                    : "Legacy id of " + references.text() + ".",
                JsonProperties.NULL_VALUE);
    field.addProp(TYPE, type.text());
    if (references != null) {
      field.addProp(REFERENCES, references.text());
    }
    WhenInvalid whenInvalid = entity.whenInvalid(name);
    if (whenInvalid != null) {
      field.addProp(WHEN_INVALID, whenInvalid.word());
    }
    Survival survival = entity.survival(name);
    if (survival != null) {
      field.addProp(SURVIVAL, survival.word());
    }
    return field;
  }

  private static Schema avro(FieldType type) {
    return switch (type) {
      case ID, TEXT, JSON, DECIMAL -> Schema.create(Schema.Type.STRING);
      case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
      case INSTANT -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
      case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
      case INTEGER -> Schema.create(Schema.Type.LONG);
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case BYTES -> Schema.create(Schema.Type.BYTES);
      case LIST ->
          throw new IllegalArgumentException("Expected one value, found a list; it is no union.");
    };
  }

  private static Schema.Field text(String name, String doc) {
    return new Schema.Field(name, Schema.create(Schema.Type.STRING), doc);
  }

  private static Schema nullable(Schema schema) {
    return SchemaBuilder.unionOf().nullType().and().type(schema).endUnion();
  }

  private static String identifier(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_");
  }

  /** list_members becomes ListMembers. */
  private static String camel(Entity entity) {
    StringBuilder camel = new StringBuilder();
    for (String part : entity.text().split("_", -1)) {
      if (!part.isEmpty()) {
        camel.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    return camel.toString();
  }
}
