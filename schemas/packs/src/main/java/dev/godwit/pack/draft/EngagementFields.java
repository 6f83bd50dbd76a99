package dev.godwit.pack.draft;

import dev.godwit.pack.draft.Roles.EngagementPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the entity of the opens and clicks, of one table or of several. */
final class EngagementFields {
  private static final List<String> URL =
      List.of("url", "link", "href", "target_url", "link_url", "clicked_url");
  private static final List<String> AGENT = List.of("user_agent", "agent", "useragent", "ua");
  private static final List<String> MACHINE =
      List.of("machine", "is_bot", "bot", "is_machine", "machine_open", "prefetched");
  private static final List<String> EVENT = List.of("event_id", "event_uuid", "provider_event_id");
  private static final Set<String> KNOWN =
      Set.of("open", "opened", "opens", "view", "viewed", "click", "clicked", "clicks");

  private final Ids ids;
  private final References references;

  EngagementFields(Ids ids, References references) {
    this.ids = ids;
    this.references = references;
  }

  /** The entity, of one query with all columns, or of several with those that they share. */
  EntityDraft draft() {
    Roles roles = ids.roles();
    return roles.isUnion() || roles.engagements().getFirst().conditional()
        ? union(roles.engagements())
        : single(roles.engagements().getFirst());
  }

  private EntityDraft single(EngagementPart part) {
    EntityBuilder entity = new EntityBuilder("engagements", part.table(), ids, references);
    entity.begin();
    DraftQuery query = entity.query();
    entity.canonical(
        "emailId", emailId(query, part), label(part.toEmail(), "email_id"), guess(part.toEmail()));
    if (part.toEmail().size() == 1) {
      entity.take(part.toEmail().getFirst());
      part.toEmail().getFirst().columns().forEach(entity::consume);
    }
    DraftLink contact = references.contactLink(part.table());
    if (contact == null) {
      entity.canonical(
          "contactId", contactId(query, part), "contact_id", "guess: the contact of the email");
    } else {
      references.add(entity, contact);
      EmailFields.contactIsCanonical(entity);
    }
    if (part.kindColumn() == null) {
      entity.canonical(
          "kind",
          Names.literal(part.kind()) + "::text",
          "kind",
          "guess: all rows are of this kind");
    } else {
      entity.canonical("kind", part.kindColumn(), kindNote(part.kindColumn()));
    }
    entity.instant("occurredAt", part.occurred());
    String url = url(query, part.table());
    if (url != null) {
      entity.canonical("url", url, "url", "guess: by its name");
      Columns.find(part.table(), URL, DraftColumn::isText).ifPresent(c -> entity.consume(c.name()));
    }
    optional(entity, "agent", AGENT);
    Columns.find(part.table(), MACHINE, c -> c.isBoolean() || c.isText() || c.isWhole())
        .ifPresent(c -> entity.canonical("machine", c, "guess: by its name"));
    Columns.find(part.table(), EVENT, c -> !c.array())
        .ifPresent(c -> entity.canonical("eventId", c, "guess: unique within a customer?"));
    return entity.finish();
  }

  private static void optional(EntityBuilder entity, String field, List<String> names) {
    Columns.find(entity.table(), names, DraftColumn::isText)
        .ifPresent(column -> entity.canonical(field, column, "guess: by its name"));
  }

  private static String label(List<DraftLink> toEmail, String otherwise) {
    return toEmail.size() == 1 && toEmail.getFirst().columns().size() == 1
        ? toEmail.getFirst().columns().getFirst()
        : otherwise;
  }

  private static String guess(List<DraftLink> toEmail) {
    if (toEmail.size() > 1) {
      return "guess: over " + toEmail.getFirst().to();
    }
    return toEmail.getFirst().guessed() ? "guess: by its name; no foreign key" : null;
  }

  private static String kindNote(DraftColumn column) {
    List<String> known = column.known();
    if (known.isEmpty()) {
      return column.isWhole()
          ? "guess: a number: say in the query which one is an open and which a click"
          : "guess: by its name; kinds other than open and click are quarantined";
    }
    List<String> others = known.stream().filter(k -> !KNOWN.contains(Names.normal(k))).toList();
    return "guess: values "
        + String.join(", ", known)
        + (others.isEmpty()
            ? ""
            : "; no open or click, and quarantined unless the query leaves them out: "
                + String.join(", ", others));
  }

  private EntityDraft union(List<EngagementPart> parts) {
    List<String> lines = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    notes.add(
        "guess: opens and clicks of %s; an id begins with its kind, since ids of several tables can be equal"
            .formatted(String.join(", ", parts.stream().map(this::place).distinct().toList())));
    for (EngagementPart part : parts) {
      lines.addAll(lines.isEmpty() ? List.of() : List.of("union all"));
      lines.addAll(part(part, notes));
    }
    return new EntityDraft("engagements", notes, lines, List.of("id"), canonical());
  }

  private String place(EngagementPart part) {
    return part.table().name()
        + (part.conditional() ? "." + part.occurred().name() : "")
        + (part.table().rows() <= 0 ? "" : " (about %,d rows)".formatted(part.table().rows()));
  }

  private static List<FieldLine> canonical() {
    return List.of(
        FieldLine.canonical("legacyId", "id", null),
        FieldLine.canonical("emailId", "email_id", null),
        FieldLine.canonical("contactId", "contact_id", null),
        FieldLine.canonical("kind", "kind", null),
        FieldLine.canonical("url", "url", null),
        FieldLine.canonical("agent", "agent", null),
        FieldLine.canonical("occurredAt", "occurred_at", null));
  }

  private List<String> part(EngagementPart part, List<String> notes) {
    DraftTable table = part.table();
    DraftQuery query = new DraftQuery(ids.paths(), table);
    List<String> key =
        ids.key(table).stream().map(column -> query.column(column) + "::text").toList();
    query.select(Names.literal(Ids.prefix(part)) + " || " + String.join(" || '/' || ", key), "id");
    query.whereCustomer();
    query.select(emailId(query, part), "email_id");
    query.select(contactId(query, part), "contact_id");
    query.select(
        part.kindColumn() == null
            ? Names.literal(part.kind())
            : query.column(part.kindColumn().name()) + "::text",
        "kind");
    String url = url(query, table);
    query.select(url == null ? "null::text" : url + "::text", "url");
    query.select(
        Columns.find(table, AGENT, DraftColumn::isText)
            .map(column -> query.column(column.name()) + "::text")
            .orElse("null::text"),
        "agent");
    query.select(time(query, part.occurred()), "occurred_at");
    if (part.conditional()) {
      query.where(query.column(part.occurred().name()) + " is not null");
    }
    if (ids.roles().campaigns() != null) {
      DraftLink contact = table.linksTo(ids.roles().contacts()).getFirst();
      if (!contact.notNull()) {
        contact.columns().forEach(column -> query.where(query.column(column) + " is not null"));
        notes.add(
            "guess: rows of %s without a contact are left out: nobody's event"
                .formatted(table.name()));
      }
    }
    return query.lines();
  }

  private static String time(DraftQuery query, DraftColumn column) {
    String sql = query.column(column.name());
    return column.isTime() ? sql + "::timestamptz" : "to_timestamp(" + sql + ")";
  }

  private String emailId(DraftQuery query, EngagementPart part) {
    if (ids.roles().campaigns() != null) {
      String mailing =
          ids.ofReference(
              query, query.alias(), part.table().linksTo(ids.roles().campaigns()).getFirst());
      String contact =
          ids.ofReference(
              query, query.alias(), part.table().linksTo(ids.roles().contacts()).getFirst());
      return Ids.asText(mailing) + " || '/' || " + Ids.asText(contact);
    }
    if (part.conditional()) {
      DraftTable table = part.table();
      String id = ids.text(table, ids.key(table).stream().map(query::column).toList());
      return Ids.asText(id);
    }
    String at = query.alias();
    for (DraftLink link : part.toEmail().subList(0, part.toEmail().size() - 1)) {
      at = query.join(at, link, !link.notNull());
    }
    String id = ids.ofReference(query, at, part.toEmail().getLast());
    return ids.roles().isUnion() ? Ids.asText(id) : id;
  }

  private String contactId(DraftQuery query, EngagementPart part) {
    DraftLink own = part.table().linksTo(ids.roles().contacts()).stream().findFirst().orElse(null);
    if (own != null) {
      String id = ids.ofReference(query, query.alias(), own);
      return ids.roles().isUnion() ? Ids.asText(id) : id;
    }
    String at = query.alias();
    for (DraftLink link : part.toEmail()) {
      at = query.join(at, link, !link.notNull());
    }
    DraftLink contact = references.contactLink(ids.roles().emails());
    String id = ids.ofReference(query, at, contact);
    return ids.roles().isUnion() ? Ids.asText(id) : id;
  }

  /** The link: of the table itself, or of a table of links. */
  private String url(DraftQuery query, DraftTable table) {
    DraftColumn own = Columns.find(table, URL, DraftColumn::isText).orElse(null);
    if (own != null) {
      return query.column(own.name());
    }
    for (DraftLink link : table.links()) {
      DraftTable to = ids.paths().catalogue().tables().get(link.to());
      if (to != null && Names.hasWord(to.name(), Set.of("link", "url"))) {
        DraftColumn column = Columns.find(to, URL, DraftColumn::isText).orElse(null);
        if (column != null) {
          return DraftQuery.of(query.join(query.alias(), link, !link.notNull()), column.name());
        }
      }
    }
    return null;
  }
}
