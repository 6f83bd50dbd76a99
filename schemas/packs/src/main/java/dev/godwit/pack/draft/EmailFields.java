package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Fills the canonical fields of emails, from their table or from that of their mailings. */
final class EmailFields {
  static final List<String> MESSAGE =
      List.of(
          "message_id",
          "provider_message_id",
          "provider_id",
          "smtp_id",
          "external_message_id",
          "esp_message_id",
          "mail_message_id");
  static final List<String> SENDER =
      List.of(
          "sender",
          "from_email",
          "from_address",
          "sender_email",
          "from",
          "from_name",
          "fromfield",
          "sender_name");
  private static final List<String> CAMPAIGN = List.of("campaign", "campaign_name", "mailing_name");
  private static final Set<String> MAILINGS =
      Set.of("campaign", "mailing", "newsletter", "issue", "broadcast", "message");

  private EmailFields() {}

  /** Fills an entity whose table has a row for each recipient. */
  static void fill(EntityBuilder entity, References references) {
    DraftTable table = entity.table();
    DraftLink contact = references.contactLink(table);
    if (contact != null) {
      references.add(entity, contact);
      contactIsCanonical(entity);
    }
    List<DraftLink> parents = parents(entity);
    text(entity, "subject", Columns.SUBJECT, parents);
    text(entity, "sender", SENDER, parents);
    text(entity, "campaign", CAMPAIGN, parents);
    if (!entity.isTaken("campaign")) {
      campaignName(entity, parents);
    }
    Columns.find(table, MESSAGE, column -> !column.array())
        .ifPresent(column -> entity.canonical("messageId", column, "guess: by its name"));
    Columns.find(table, Columns.SENT, Columns::canBeTime)
        .filter(entity::isFree)
        .ifPresent(column -> entity.instant("sentAt", column));
  }

  /** contactId is a field that Godwit knows here: it takes no 'references'. */
  static void contactIsCanonical(EntityBuilder entity) {
    entity.replace(
        "contactId", line -> FieldLine.canonical("contactId", line.column(), line.note()));
  }

  private static List<DraftLink> parents(EntityBuilder entity) {
    DraftCatalogue catalogue = entity.ids().paths().catalogue();
    return entity.table().links().stream()
        .filter(link -> catalogue.tables().containsKey(link.to()))
        .filter(link -> !entity.ids().paths().customer().is(catalogue.tables().get(link.to())))
        .filter(link -> !entity.ids().roles().isContacts(catalogue.tables().get(link.to())))
        .filter(link -> !link.to().equals(entity.table().id()))
        .toList();
  }

  private static void text(
      EntityBuilder entity, String field, List<String> names, List<DraftLink> parents) {
    DraftColumn own =
        Columns.find(entity.table(), names, DraftColumn::isText)
            .filter(entity::isFree)
            .orElse(null);
    if (own != null) {
      entity.canonical(field, own, "guess: by its name");
      return;
    }
    for (DraftLink link : parents) {
      DraftTable to = entity.ids().paths().catalogue().tables().get(link.to());
      DraftColumn column = Columns.find(to, names, DraftColumn::isText).orElse(null);
      if (column != null && Names.hasWord(to.name(), MAILINGS)) {
        String joined = entity.query().join(entity.query().alias(), link, !link.notNull());
        entity.canonical(
            field,
            DraftQuery.of(joined, column.name()),
            field,
            "guess: %s of %s".formatted(column.name(), to.name()));
        return;
      }
    }
  }

  private static void campaignName(EntityBuilder entity, List<DraftLink> parents) {
    for (DraftLink link : parents) {
      DraftTable to = entity.ids().paths().catalogue().tables().get(link.to());
      DraftColumn name =
          Columns.find(to, List.of("name", "title", "label"), DraftColumn::isText).orElse(null);
      if (name != null && Names.hasWord(to.name(), MAILINGS)) {
        String joined = entity.query().join(entity.query().alias(), link, !link.notNull());
        entity.canonical(
            "campaign",
            DraftQuery.of(joined, name.name()),
            "campaign",
            "guess: %s of %s".formatted(name.name(), to.name()));
        return;
      }
    }
  }

  /** Emails that no table holds: one for each contact and mailing of which an event is known. */
  static EntityDraft ofEvents(Ids ids) {
    DraftTable mailing = ids.roles().campaigns();
    DraftTable contacts = ids.roles().contacts();
    DraftQuery query = new DraftQuery(ids.paths(), mailing);
    List<String> notes = new ArrayList<>();
    notes.add(
        "guess: no table has a row for each recipient, so an email is a contact and a row of %s of which an open or click is known"
            .formatted(mailing.name()));
    notes.add("emails without an open or click are not moved; add the recipients if you know them");
    query.whereCustomer();
    List<FieldLine> fields = new ArrayList<>();
    fields.add(FieldLine.canonical("legacyId", "id", null));
    fields.add(FieldLine.canonical("contactId", "contact_id", null));
    List<String> select = new ArrayList<>();
    select.add("select p.mailing_id::text || '/' || p.contact_id::text as id,");
    select.add("       p.mailing_id,");
    select.add("       p.contact_id");
    optional(mailing, query, "subject", Columns.SUBJECT, select, fields);
    optional(mailing, query, "sender", SENDER, select, fields);
    optional(mailing, query, "campaign", List.of("name", "campaign", "title"), select, fields);
    Columns.find(mailing, Columns.SENT, DraftColumn::isTime)
        .ifPresent(column -> column(query, "sentAt", column, select, fields));
    List<String> lines = new ArrayList<>(select);
    lines.add("from (");
    lines.add(
        ids.roles().engagements().stream()
            .map(part -> pairs(ids, part, contacts, mailing))
            .collect(Collectors.joining("\n  union\n")));
    lines.add(") p");
    List<String> tail = query.lines();
    int from = 0;
    while (!tail.get(from).startsWith("from ")) {
      from++;
    }
    lines.add(
        tail.get(from).replaceFirst("^from ", "join ")
            + " on "
            + ids.text(mailing, ids.key(mailing).stream().map(query::column).toList())
            + " = p.mailing_id");
    lines.addAll(tail.subList(from + 1, tail.size()));
    return new EntityDraft(
        "emails",
        notes,
        String.join("\n", lines).lines().toList(),
        List.of("mailing_id", "contact_id"),
        fields);
  }

  private static String pairs(
      Ids ids, Roles.EngagementPart part, DraftTable contacts, DraftTable mailing) {
    DraftQuery query = new DraftQuery(ids.paths(), part.table());
    DraftLink toMailing = part.table().linksTo(mailing).getFirst();
    DraftLink toContact = part.table().linksTo(contacts).getFirst();
    String mailingId = ids.ofReference(query, query.alias(), toMailing);
    String contactId = ids.ofReference(query, query.alias(), toContact);
    query.select(mailingId, "mailing_id");
    query.select(contactId, "contact_id");
    List<String> needed = new ArrayList<>(toMailing.columns());
    needed.addAll(toContact.columns());
    needed.stream()
        .filter(column -> !part.table().column(column).notNull())
        .distinct()
        .forEach(column -> query.where(query.column(column) + " is not null"));
    return "  " + String.join("\n  ", query.lines());
  }

  private static void optional(
      DraftTable mailing,
      DraftQuery query,
      String field,
      List<String> names,
      List<String> select,
      List<FieldLine> fields) {
    Columns.find(mailing, names, DraftColumn::isText)
        .ifPresent(column -> column(query, field, column, select, fields));
  }

  private static void column(
      DraftQuery query,
      String field,
      DraftColumn column,
      List<String> select,
      List<FieldLine> fields) {
    String label = field.equals("sentAt") ? "sent_at" : field;
    select.set(select.size() - 1, select.getLast() + ",");
    select.add("       " + query.column(column.name()) + " as " + label);
    fields.add(FieldLine.canonical(field, label, "guess: " + column.name() + " of the mailing"));
  }
}
