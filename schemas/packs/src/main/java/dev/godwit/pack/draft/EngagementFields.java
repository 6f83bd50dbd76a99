package dev.godwit.pack.draft;

import dev.godwit.pack.draft.Roles.EngagementPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static final String NONE = "null::text";
  private static final String BY_NAME = "guess: by its name";
  private static final String UNIQUE = "guess: unique within a customer?";

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
      entity.canonical("url", url, "url", BY_NAME);
      Columns.find(part.table(), URL, DraftColumn::isText).ifPresent(c -> entity.consume(c.name()));
    }
    optional(entity, "agent", AGENT);
    machine(part.table()).ifPresent(c -> entity.canonical("machine", c, BY_NAME));
    event(part.table()).ifPresent(c -> entity.canonical("eventId", c, UNIQUE));
    return entity.finish();
  }

  private static void optional(EntityBuilder entity, String field, List<String> names) {
    Columns.find(entity.table(), names, DraftColumn::isText)
        .ifPresent(column -> entity.canonical(field, column, BY_NAME));
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
        "guess: opens and clicks of %s; an id begins with its kind or table, since ids of several tables can be equal"
            .formatted(String.join(", ", parts.stream().map(this::place).distinct().toList())));
    boolean machine = parts.stream().anyMatch(part -> machine(part.table()).isPresent());
    boolean event = parts.stream().anyMatch(part -> event(part.table()).isPresent());
    for (EngagementPart part : parts) {
      lines.addAll(lines.isEmpty() ? List.of() : List.of("union all"));
      lines.addAll(part(part, machine, event, notes));
    }
    return new EntityDraft("engagements", notes, lines, List.of("id"), canonical(machine, event));
  }

  private String place(EngagementPart part) {
    return part.table().name()
        + (part.conditional() ? "." + part.occurred().name() : "")
        + (part.table().rows() <= 0 ? "" : " (about %,d rows)".formatted(part.table().rows()));
  }

  private static List<FieldLine> canonical(boolean machine, boolean event) {
    List<FieldLine> fields = new ArrayList<>();
    fields.add(FieldLine.canonical("legacyId", "id", null));
    fields.add(FieldLine.canonical("emailId", "email_id", null));
    fields.add(FieldLine.canonical("contactId", "contact_id", null));
    fields.add(FieldLine.canonical("kind", "kind", null));
    fields.add(FieldLine.canonical("url", "url", null));
    fields.add(FieldLine.canonical("agent", "agent", null));
    if (machine) {
      fields.add(FieldLine.canonical("machine", "machine", BY_NAME));
    }
    if (event) {
      fields.add(FieldLine.canonical("eventId", "event_id", UNIQUE));
    }
    fields.add(FieldLine.canonical("occurredAt", "occurred_at", null));
    return fields;
  }

  private List<String> part(
      EngagementPart part, boolean machine, boolean event, List<String> notes) {
    DraftTable table = part.table();
    DraftQuery query = new DraftQuery(ids.paths(), table);
    List<String> key =
        ids.key(table).stream().map(column -> query.column(column) + "::text").toList();
    query.select(Names.literal(ids.prefix(part)) + " || " + String.join(" || '/' || ", key), "id");
    query.whereCustomer();
    query.select(emailId(query, part), "email_id");
    query.select(contactId(query, part), "contact_id");
    query.select(
        part.kindColumn() == null
            ? Names.literal(part.kind())
            : query.column(part.kindColumn().name()) + "::text",
        "kind");
    String url = url(query, table);
    query.select(url == null ? NONE : url + "::text", "url");
    query.select(text(query, Columns.find(table, AGENT, DraftColumn::isText)), "agent");
    if (machine) {
      query.select(text(query, machine(table)), "machine");
    }
    if (event) {
      query.select(text(query, event(table)), "event_id");
    }
    query.select(time(query, part.occurred()), "occurred_at");
    notes(part, notes);
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

  /** The guesses in the part: its kind, its time, and its link to the email. */
  private static void notes(EngagementPart part, List<String> notes) {
    String of = part.table().name();
    if (part.kind() == null) {
      notes.add(kindNote(part.kindColumn()) + ", in " + of + "." + part.kindColumn().name());
    } else if (!part.conditional()) {
      notes.add("guess: all rows of %s are of the kind %s".formatted(of, part.kind()));
    }
    if (!part.occurred().isTime()) {
      notes.add(
          "guess: %s.%s is a number of %s since 1970"
              .formatted(of, part.occurred().name(), Columns.unit(part.occurred())));
    }
    if (!part.toEmail().isEmpty() && guess(part.toEmail()) != null) {
      notes.add(guess(part.toEmail()) + ", for the email of " + of);
    }
  }

  private static String time(DraftQuery query, DraftColumn column) {
    return query.instant(column) + (column.isTime() ? "::timestamptz" : "");
  }

  private static String text(DraftQuery query, Optional<DraftColumn> column) {
    return column.map(found -> query.column(found.name()) + "::text").orElse(NONE);
  }

  private static Optional<DraftColumn> machine(DraftTable table) {
    return Columns.find(table, MACHINE, c -> c.isBoolean() || c.isText() || c.isWhole());
  }

  private static Optional<DraftColumn> event(DraftTable table) {
    return Columns.find(table, EVENT, column -> !column.array());
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
