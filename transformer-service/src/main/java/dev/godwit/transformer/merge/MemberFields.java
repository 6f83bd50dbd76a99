package dev.godwit.transformer.merge;

import dev.godwit.pack.RowSchema;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.transformer.shape.Replacements;
import dev.godwit.transformer.shape.RowReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Where the fields of contacts stand in the records of one schema: in the members of a group, or in
 * the record itself where the source pack merges nothing. A field that the source does not give is
 * null. Not thread-safe.
 */
final class MemberFields {
  private static final int NONE = -1;

  private final Schema schema;
  private final int members;
  private final int contactId;
  private final int team;
  private final int address;
  private final int givenName;
  private final int familyName;
  private final int language;
  private final int consent;
  private final int tags;
  private final int outlet;
  private final int customFields;
  private final int createdAt;
  private final int updatedAt;
  private final int mergeRule;
  private final Schema member;
  private final Map<String, MemberOrder> orders = new HashMap<>();
  private final Fields fields;
  private final Replacements replacements;

  /** The fields that the target pack declares; null where it uses none. */
  private final FirstValues declared;

  private MemberFields(Schema schema, Fields fields) throws QuarantinedException {
    this.schema = schema;
    this.members = position(schema, RowSchema.MEMBERS);
    this.contactId = position(schema, RowSchema.LEGACY_ID);
    this.mergeRule = position(schema, RowSchema.MERGE_RULE);
    this.member = members == NONE ? schema : memberOf(schema);
    this.team = position(member, "team");
    this.address = position(member, "address");
    this.givenName = position(member, "givenName");
    this.familyName = position(member, "familyName");
    this.language = position(member, "language");
    this.consent = position(member, "consent");
    this.tags = position(member, "tags");
    this.outlet = position(member, "outlet");
    this.customFields = position(member, "customFields");
    this.createdAt = position(member, "createdAt");
    this.updatedAt = position(member, "updatedAt");
    this.fields = fields;
    this.replacements = Replacements.of(member, fields);
    List<String> names = fields.declared().stream().filter(fields::uses).toList();
    int[] used = names.stream().mapToInt(fields::position).toArray();
    this.declared =
        used.length == 0
            ? null
            : new FirstValues(
                RowReader.of(member, fields, fields.declared(), replacements),
                used,
                names,
                member,
                fields.size());
  }

  /**
   * The fields of records of a schema.
   *
   * @throws QuarantinedException where a field that the target pack declares is missing
   */
  static MemberFields of(Schema schema, Fields fields) throws QuarantinedException {
    return new MemberFields(schema, fields);
  }

  private static Schema memberOf(Schema schema) {
    return schema.getField(RowSchema.MEMBERS).schema().getElementType();
  }

  private static int position(Schema schema, String name) {
    Schema.Field field = schema.getField(name);
    return field == null ? NONE : field.pos();
  }

  @SuppressWarnings(
      "ReferenceEquality") // A deep comparison for each record costs more than a new reader.
  boolean reads(Schema of) {
    return schema == of;
  }

  /** The rows that are one contact, the survivor first. */
  @SuppressWarnings("unchecked")
  List<IndexedRecord> members(IndexedRecord contact) {
    return members == NONE ? List.of(contact) : (List<IndexedRecord>) contact.get(members);
  }

  /** Rule by which the members are one; null for one member, and in records of before. */
  String mergeRule(IndexedRecord contact) {
    return text(contact, mergeRule);
  }

  /** The members in the order in which they are asked for a field. */
  List<IndexedRecord> inOrder(List<IndexedRecord> of, String field) {
    return of.size() == 1 ? of : order(field).of(of);
  }

  /** The value that the pack has for a field of every group; null for those of the members. */
  String constant(List<IndexedRecord> of, String field) {
    return of.size() == 1 ? null : order(field).constant(of);
  }

  /** Whether the pack states which member's value a field keeps. */
  boolean isStated(List<IndexedRecord> of, String field) {
    return of.size() > 1 && order(field).isStated();
  }

  private MemberOrder order(String field) {
    return orders.computeIfAbsent(field, name -> MemberOrder.of(member, name));
  }

  /** Legacy id of the surviving member. */
  String contactId(IndexedRecord contact) {
    return (String) contact.get(contactId);
  }

  String team(IndexedRecord member) {
    return text(member, team);
  }

  String address(IndexedRecord member) {
    return text(member, address);
  }

  String givenName(IndexedRecord member) {
    return text(member, givenName);
  }

  String familyName(IndexedRecord member) {
    return text(member, familyName);
  }

  String language(IndexedRecord member) {
    return text(member, language);
  }

  String consent(IndexedRecord member) {
    return text(member, consent);
  }

  String outlet(IndexedRecord member) {
    return text(member, outlet);
  }

  String customFields(IndexedRecord member) {
    return text(member, customFields);
  }

  @SuppressWarnings("unchecked")
  List<String> tags(IndexedRecord member) {
    return tags == NONE ? List.of() : (List<String>) member.get(tags);
  }

  Long createdAt(IndexedRecord member) {
    return micros(member, createdAt, "createdAt");
  }

  Long updatedAt(IndexedRecord member) {
    return micros(member, updatedAt, "updatedAt");
  }

  /** Puts the declared fields in their places, each of the first member that has it. */
  void declared(List<IndexedRecord> of, Object[] contact) {
    if (declared != null) {
      declared.into(of, contact);
    }
  }

  /** The replacements of invalid values of the members. */
  Replacements replacements() {
    return replacements;
  }

  private static String text(IndexedRecord member, int position) {
    return position == NONE ? null : (String) member.get(position);
  }

  private Long micros(IndexedRecord member, int position, String field) {
    Object value = position == NONE ? null : member.get(position);
    if (value == null) {
      return null;
    }
    try {
      return Micros.checked(
          value instanceof Instant instant ? Micros.of(instant) : (Long) value, field);
    } catch (QuarantinedException e) {
      return (Long) replacements.instead(fields.position(field), e);
    }
  }
}
