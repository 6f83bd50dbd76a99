package dev.godwit.pack.draft;

import java.util.List;
import java.util.Set;

/** Fills the canonical fields of contacts from columns with well-known names. */
final class ContactFields {
  static final List<String> GIVEN =
      List.of("given_name", "first_name", "firstname", "fname", "forename", "vorname");
  static final List<String> FAMILY =
      List.of("family_name", "last_name", "lastname", "lname", "surname", "nachname");
  static final List<String> LANGUAGE =
      List.of("language", "lang", "locale", "preferred_language", "language_code");
  static final List<String> CONSENT =
      List.of(
          "consent",
          "marketing_consent",
          "email_consent",
          "opt_in",
          "optin",
          "opted_in",
          "is_subscribed",
          "subscribed",
          "newsletter",
          "accepts_marketing",
          "subscription_status",
          "consent_status");
  static final List<String> STATUS = List.of("status", "state");
  private static final List<String> WITHDRAWN =
      List.of(
          "unsubscribed",
          "opted_out",
          "opt_out",
          "optout",
          "is_unsubscribed",
          "do_not_email",
          "do_not_contact",
          "blacklisted",
          "blocklisted");
  private static final List<String> WITHDRAWN_AT =
      List.of("unsubscribed_at", "opted_out_at", "opt_out_at");
  private static final Set<String> CONSENT_WORDS =
      Set.of(
          "subscribed",
          "unsubscribed",
          "granted",
          "withdrawn",
          "opt_in",
          "opt_out",
          "opted_in",
          "opted_out",
          "blocklisted",
          "pending",
          "confirmed");
  static final List<String> TAGS =
      List.of("tags", "labels", "interests", "keywords", "tag_list", "tag_line");
  static final List<String> OUTLET =
      List.of(
          "outlet", "outlet_name", "publication", "newspaper", "medium", "media_outlet", "station");
  static final List<String> CUSTOM =
      List.of(
          "custom_fields",
          "custom",
          "attributes",
          "attribs",
          "properties",
          "extra",
          "custom_data",
          "merge_fields",
          "metadata");
  static final List<String> CREATED =
      List.of(
          "created_at",
          "created",
          "created_on",
          "date_created",
          "inserted_at",
          "date_added",
          "joined_at",
          "joined",
          "registered_at",
          "signup_date",
          "entered");
  static final List<String> UPDATED =
      List.of(
          "updated_at",
          "updated",
          "modified_at",
          "modified",
          "last_modified",
          "changed_at",
          "updated_on");
  private static final Set<String> TEAMS = Set.of("team", "department", "desk");

  private ContactFields() {}

  static void fill(EntityBuilder entity) {
    DraftTable table = entity.table();
    Columns.address(table)
        .ifPresent(
            column ->
                entity.canonical(
                    "address",
                    column,
                    "guess: by its name"
                        + (Names.normal(column.name()).equals("address")
                            ? "; is it of e-mail?"
                            : "")));
    text(entity, "givenName", GIVEN);
    text(entity, "familyName", FAMILY);
    text(entity, "language", LANGUAGE);
    consent(entity);
    tags(entity);
    text(entity, "outlet", OUTLET);
    team(entity);
    Columns.find(table, CUSTOM, DraftColumn::isJson)
        .or(() -> Columns.find(table, CUSTOM.subList(0, 1), DraftColumn::isText))
        .ifPresent(
            column ->
                entity.canonical(
                    "customFields",
                    column,
                    "guess: by its name" + (column.isJson() ? "" : "; is the text JSON?")));
    Columns.find(table, CREATED, Columns::canBeTime)
        .ifPresent(column -> entity.instant("createdAt", column));
    Columns.find(table, UPDATED, Columns::canBeTime)
        .ifPresent(column -> entity.instant("updatedAt", column));
  }

  private static void text(EntityBuilder entity, String field, List<String> names) {
    Columns.find(entity.table(), names, DraftColumn::isText)
        .filter(entity::isFree)
        .ifPresent(column -> entity.canonical(field, column, "guess: by its name"));
  }

  private static void consent(EntityBuilder entity) {
    DraftTable table = entity.table();
    DraftColumn plain =
        Columns.find(table, CONSENT, c -> c.isText() || c.isBoolean())
            .or(
                () ->
                    Columns.find(table, STATUS, DraftColumn::isText)
                        .filter(
                            c ->
                                c.known().stream()
                                    .map(Names::normal)
                                    .anyMatch(CONSENT_WORDS::contains)))
            .orElse(null);
    if (plain != null) {
      String values =
          plain.known().isEmpty() ? "" : "; values: " + String.join(", ", plain.known());
      entity.canonical("consent", plain, "guess: by its name" + values);
      return;
    }
    DraftColumn withdrawn =
        Columns.find(table, WITHDRAWN, DraftColumn::isBoolean)
            .or(() -> Columns.find(table, WITHDRAWN_AT, DraftColumn::isTime))
            .orElse(null);
    if (withdrawn != null) {
      String column = entity.query().column(withdrawn.name());
      entity.canonical(
          "consent",
          "case when %s then 'withdrawn' else 'unknown' end"
              .formatted(withdrawn.isBoolean() ? column : column + " is not null"),
          "consent",
          "guess: only a withdrawal is known, from " + withdrawn.name());
    }
  }

  private static void tags(EntityBuilder entity) {
    DraftTable table = entity.table();
    DraftColumn array = Columns.find(table, TAGS, DraftColumn::array).orElse(null);
    if (array != null) {
      entity.canonical("tags", array, "guess: by its name");
      return;
    }
    DraftColumn text = Columns.find(table, TAGS, DraftColumn::isText).orElse(null);
    if (text != null) {
      entity.consume(text.name());
      entity.add(
          new FieldLine(
              "tags",
              entity.selected(text),
              null,
              null,
              ",",
              "guess: by its name; is the separator a comma?"));
      return;
    }
    tagTable(entity);
  }

  /** A table between contacts and tags: its tags become the list of the contact, too. */
  private static void tagTable(EntityBuilder entity) {
    DraftCatalogue catalogue = entity.ids().paths().catalogue();
    for (DraftTable between : catalogue.pointingTo(entity.table())) {
      for (DraftLink link : between.links()) {
        DraftTable tag = catalogue.tables().get(link.to());
        boolean named = tag != null && Set.of("tag", "label").contains(Names.lastWord(tag.name()));
        String name = named ? name(tag) : null;
        if (name != null) {
          DraftLink back = between.linksTo(entity.table()).getFirst();
          entity.canonical(
              "tags",
              "array(select %s::text from %s b join %s x on %s where %s order by 1)"
                  .formatted(
                      DraftQuery.of("x", name),
                      entity.query().name(between),
                      entity.query().name(tag),
                      DraftQuery.equal("x", link.toColumns(), "b", link.columns()),
                      DraftQuery.equal(
                          "b", back.columns(), entity.query().alias(), back.toColumns())),
              "tags",
              "guess: from the table " + between.name());
          return;
        }
      }
    }
  }

  private static void team(EntityBuilder entity) {
    DraftColumn own =
        Columns.find(entity.table(), List.of("team", "department"), DraftColumn::isText)
            .orElse(null);
    if (own != null) {
      entity.canonical("team", own, "guess: by its name");
      return;
    }
    for (DraftLink link : entity.table().links()) {
      DraftTable to = entity.ids().paths().catalogue().tables().get(link.to());
      if (to != null
          && TEAMS.contains(Names.lastWord(to.name()))
          && !entity.ids().paths().customer().is(to)
          && name(to) != null) {
        String joined = entity.query().join(entity.query().alias(), link, !link.notNull());
        entity.canonical(
            "team", DraftQuery.of(joined, name(to)), "team", "guess: name of the " + to.name());
        return;
      }
    }
  }

  private static String name(DraftTable table) {
    return Columns.find(
            table, List.of("name", "title", "label", "tag", "slug"), DraftColumn::isText)
        .map(DraftColumn::name)
        .orElse(null);
  }
}
