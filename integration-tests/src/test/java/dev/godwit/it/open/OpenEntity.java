package dev.godwit.it.open;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A declared entity, {@code things}, with the pair of packs and the tables that it has. Records of
 * it refer to {@code labels}.
 *
 * @param fields its declared fields, at least one
 * @param ids ids of its records
 * @param labelIds ids of the labels
 * @param owned whether the main table has a column with the customer
 * @param labels whether a table holds the labels of each record
 * @param items whether a table holds the items of the first list
 * @param byPosition whether the position of an item is in the key
 * @param condition word of the condition under which a record has a row in another table; null for
 *     no such table. Its field is the first one
 */
record OpenEntity(
    List<OpenField> fields,
    Ids ids,
    Ids labelIds,
    boolean owned,
    boolean labels,
    boolean items,
    boolean byPosition,
    String condition) {

  /** Ids of an entity's records: the word of the pack, the column, and that of references. */
  enum Ids {
    DERIVED("derived", "uuid", "uuid"),
    DERIVED_TEXT("derived", "varchar(36)", "text"),
    KEPT("kept", "text", "text"),
    KEPT_NUMBER("kept", "bigint", "integer"),
    SERIAL("generated", "bigserial", "integer"),
    SMALL_SERIAL("generated", "smallserial", "bigint"),
    IDENTITY("generated", "integer generated always as identity", "bigint");

    private final String word;
    private final String column;
    private final String reference;

    Ids(String word, String column, String reference) {
      this.word = word;
      this.column = column;
      this.reference = reference;
    }

    boolean isNumber() {
      return this == KEPT_NUMBER;
    }
  }

  private static final String OTHERS =
      """
        contacts:
          id: derived
          tables:
            - {table: contact, key: [id], customer: customer, columns: {id: id, customer: customer, mail: address}}
        emails:
          id: derived
          tables:
            - {table: email, key: [id], customer: customer, columns: {id: id, customer: customer, contact: "ref(contacts, contactId)"}}
        engagements:
          id: derived
          tables:
            - {table: engagement, key: [id], customer: customer, columns: {id: id, customer: customer, email: "ref(emails, emailId)"}}
      """;

  /** The first list that the target takes; null where there is none, or no table for it. */
  OpenField list() {
    return items
        ? fields.stream().filter(field -> field.used() && field.isList()).findFirst().orElse(null)
        : null;
  }

  /** Fields that the target pack takes. */
  List<OpenField> used() {
    return fields.stream().filter(OpenField::used).toList();
  }

  String sourcePack() {
    String ofFields = fields.stream().map(OpenField::ofSource).collect(Collectors.joining());
    return """
        pack: open-source
        kind: source
        database: {url: "jdbc:postgresql://127.0.0.1:1/none", user: nobody, password-variable: NONE}
        customers: select id, name from customer
        freeze: update customer set frozen = true where id = :customer
        thaw: update customer set frozen = false where id = :customer
        is-frozen: select frozen from customer where id = :customer
        entities:
          contacts: {query: select * from contact where c = :customer, key: [id], fields: {legacyId: id, address: mail}}
          emails: {query: select * from email where c = :customer, key: [id], fields: {legacyId: id, contactId: contact}}
          engagements: {query: select * from event where c = :customer, key: [id], fields: {legacyId: id, kind: kind, occurredAt: at}}
          labels: {query: select * from label where c = :customer, key: [id], fields: {legacyId: id}}
          things:
            query: select * from thing where c = :customer
            key: [id]
            fields:
              legacyId: id
              labelIds: {column: labels, type: list, references: labels}
        """
        + ofFields;
  }

  String targetPack(String url) {
    StringBuilder pack = new StringBuilder();
    pack.append(
        """
        pack: open-target
        kind: target
        database: {url: "%s", user: postgres, password-variable: NONE}
        schemas: {live: live, staging: staging}
        prepare: insert into {schema}.customer values (:customer) on conflict do nothing
        enable: update live.customer set enabled = true where id = :customer
        disable: update live.customer set enabled = false where id = :customer
        is-enabled: select enabled from live.customer where id = :customer
        purge: [tables, "delete from {schema}.customer where id = :customer"]
        entities:
        """
            .formatted(url));
    pack.append(OTHERS);
    pack.append("  labels:\n    id: %s\n    tables:\n".formatted(labelIds.word));
    pack.append(
        "      - {table: label, key: [id], customer: customer, columns: {id: id, customer: customer}}\n");
    pack.append("  things:\n    id: %s\n    fields:\n".formatted(ids.word));
    pack.append("      labelIds: {type: list, references: labels}\n");
    used().forEach(f -> pack.append("      %s: %s\n".formatted(f.name(), f.kind().type().text())));
    pack.append("    tables:\n");
    pack.append("      - table: thing\n        key: [id]\n");
    pack.append("        customer: %s\n".formatted(owned ? "customer" : "identity"));
    pack.append("        columns:\n          id: id\n          source: legacyId\n");
    pack.append(owned ? "          customer: customer\n" : "");
    used().forEach(field -> pack.append(field.ofTarget()));
    if (labels) {
      pack.append(child("thing_label", "labelIds", null, "label", "ref(labels, item)"));
    }
    if (list() != null) {
      pack.append(child("thing_item", list().name(), null, "item", "item"));
    }
    if (condition != null) {
      pack.append(child("thing_when", null, condition, null, null));
    }
    return pack.toString();
  }

  /** A table of a record's own rows, which are the customer's through it where it has no column. */
  private String child(String table, String each, String when, String column, String value) {
    String key = each == null ? "thing" : "thing, " + (byPosition ? "rank" : column);
    return "      - table: %s\n".formatted(table)
        + (each == null ? "" : "        each: %s\n".formatted(each))
        + (when == null ? "" : "        when: {%s: %s}\n".formatted(used().getFirst().name(), when))
        + "        key: [%s]\n".formatted(key)
        + "        customer: {via: thing}\n        columns:\n          thing: id\n"
        + (each == null ? "" : "          rank: position\n")
        + (each == null ? "" : "          %s: %s\n".formatted(column, value));
  }

  /** Statements that make the tables of the two entities in the current schema. */
  String tables() {
    String thing = ids.reference;
    String columns = used().stream().map(OpenField::sql).collect(Collectors.joining());
    return "create table label (id %s primary key, customer text not null);\n"
            .formatted(labelIds.column)
        + "create table thing (id %s primary key, source text not null%s%s);\n"
            .formatted(ids.column, owned ? ", customer text not null" : "", columns)
        + (labels ? each("thing_label", thing, "label", labelIds.reference) : "")
        + (list() == null ? "" : each("thing_item", thing, "item", "varchar(9)"))
        + (condition == null
            ? ""
            : "create table thing_when (thing %s primary key);\n".formatted(thing));
  }

  private String each(String table, String thing, String column, String type) {
    return "create table %s (thing %s not null, rank bigint, %s %s not null, unique (thing, %s));\n"
        .formatted(table, thing, column, type, byPosition ? "rank" : column);
  }
}
