package dev.godwit.pack.draft;

import dev.godwit.pack.draft.Roles.EngagementPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Finds the tables of contacts, emails and engagements by names and shapes. */
final class RoleChoice {
  private static final Set<String> PEOPLE =
      Set.of(
          "contact",
          "subscriber",
          "recipient",
          "person",
          "member",
          "lead",
          "reader",
          "profile",
          "journalist",
          "addressee");
  private static final Set<String> MAILS =
      Set.of(
          "email",
          "message",
          "mail",
          "delivery",
          "letter",
          "send",
          "sent",
          "mailing",
          "recipient",
          "outbox",
          "broadcast");
  private static final Set<String> EVENTS =
      Set.of(
          "event",
          "engagement",
          "activity",
          "tracking",
          "interaction",
          "hit",
          "visit",
          "stat",
          "log",
          "track");
  private static final Set<String> OPENS = Set.of("open", "opened", "view", "impression");
  private static final Set<String> CLICKS = Set.of("click", "clicked");
  private static final Set<String> NO_MAIL =
      Set.of(
          "open",
          "click",
          "view",
          "event",
          "bounce",
          "unsubscribe",
          "subscription",
          "note",
          "template",
          "preference",
          "task",
          "deal",
          "setting",
          "attachment",
          "comment",
          "tag",
          "list");
  private static final List<String> WORDS_OF_KINDS =
      List.of("open", "opened", "click", "clicked", "view", "viewed", "opens", "clicks");
  private static final List<String> OPENED_AT =
      List.of("opened_at", "first_opened_at", "opened", "viewed_at", "viewed", "read_at");
  private static final List<String> CLICKED_AT =
      List.of("clicked_at", "first_clicked_at", "clicked");
  private static final int CONTACT_THRESHOLD = 60;
  private static final int EMAIL_THRESHOLD = 40;

  private final DraftCatalogue catalogue;
  private final CustomerPaths paths;

  RoleChoice(CustomerPaths paths) {
    this.catalogue = paths.catalogue();
    this.paths = paths;
  }

  private record Scored(DraftTable table, int score) {}

  Roles choose() {
    DraftTable contacts = best(this::contactScore, CONTACT_THRESHOLD);
    DraftTable emails =
        contacts == null ? null : best(table -> emailScore(table, contacts), EMAIL_THRESHOLD);
    List<EngagementPart> parts = new ArrayList<>();
    if (emails != null) {
      candidates().stream()
          .filter(table -> !table.id().equals(emails.id()) && !table.id().equals(contacts.id()))
          .forEach(
              table ->
                  toEmails(table, emails).flatMap(way -> part(table, way)).ifPresent(parts::add));
      if (parts.isEmpty()) {
        ofEmails(emails, parts);
      }
      return new Roles(contacts, emails, null, withoutMixture(parts));
    }
    DraftTable campaigns = contacts == null ? null : campaigns(contacts);
    if (campaigns != null) {
      candidates().stream()
          .filter(table -> !table.linksTo(contacts).isEmpty())
          .filter(table -> !table.linksTo(campaigns).isEmpty())
          .forEach(table -> part(table, List.of()).ifPresent(parts::add));
    }
    return new Roles(contacts, null, parts.isEmpty() ? null : campaigns, withoutMixture(parts));
  }

  private List<DraftTable> candidates() {
    return catalogue.tables().values().stream()
        .filter(table -> !table.key().isEmpty() && paths.leads(table))
        .filter(table -> !paths.customer().isOnly(table))
        .toList();
  }

  private DraftTable best(ToIntFunction<DraftTable> score, int threshold) {
    return candidates().stream()
        .map(table -> new Scored(table, score.applyAsInt(table)))
        .filter(scored -> scored.score() >= threshold)
        .min(
            Comparator.comparingInt((Scored scored) -> -scored.score())
                .thenComparing(scored -> scored.table().id()))
        .map(Scored::table)
        .orElse(null);
  }

  private int contactScore(DraftTable table) {
    Optional<DraftColumn> address = Columns.address(table);
    if (address.isEmpty()) {
      return 0;
    }
    int score = 40;
    score += PEOPLE.contains(Names.lastWord(table.name())) ? 40 : 0;
    score += Set.of("user", "customer", "client").contains(Names.lastWord(table.name())) ? 10 : 0;
    score += Columns.find(table, ContactFields.GIVEN, DraftColumn::isText).isPresent() ? 10 : 0;
    boolean unique =
        address.get().isNearlyUnique()
            || table.uniques().stream().anyMatch(key -> key.contains(address.get().name()));
    score += unique ? 20 : 0;
    score += 3 * Math.min(catalogue.pointingTo(table).size(), 10);
    score -= Columns.hasPassword(table) ? 60 : 0;
    boolean ofAnother =
        table.links().stream()
            .map(link -> catalogue.tables().get(link.to()))
            .anyMatch(
                to ->
                    to != null
                        && !to.id().equals(table.id())
                        && !paths.customer().isOnly(to)
                        && Columns.address(to).isPresent()
                        && !Columns.hasPassword(to));
    return score - (ofAnother ? 40 : 0);
  }

  private int emailScore(DraftTable table, DraftTable contacts) {
    if (table.id().equals(contacts.id()) || table.linksTo(contacts).isEmpty()) {
      return 0;
    }
    boolean subject = hasSubject(table);
    boolean parent =
        table.links().stream()
            .map(link -> catalogue.tables().get(link.to()))
            .anyMatch(to -> to != null && !to.id().equals(contacts.id()) && hasSubject(to));
    int score = Names.hasWord(table.name(), MAILS) ? 30 : 0;
    score +=
        Columns.find(table, Columns.SENT.subList(0, 7), Columns::canBeTime).isPresent() ? 15 : 0;
    score += subject || parent ? 15 : 0;
    score += Columns.find(table, EmailFields.MESSAGE, c -> !c.array()).isPresent() ? 10 : 0;
    score += 3 * Math.min(catalogue.pointingTo(table).size(), 5);
    score -= NO_MAIL.contains(Names.lastWord(table.name())) ? 40 : 0;
    return score;
  }

  private static boolean hasSubject(DraftTable table) {
    return Columns.find(table, Columns.SUBJECT.subList(0, 2), DraftColumn::isText).isPresent();
  }

  /** The table of mailings to which events and contacts are linked. */
  private DraftTable campaigns(DraftTable contacts) {
    return candidates().stream()
        .filter(this::isCampaign)
        .filter(
            table ->
                catalogue.pointingTo(table).stream()
                    .anyMatch(
                        event ->
                            !event.linksTo(contacts).isEmpty()
                                && part(event, List.of()).isPresent()))
        .findFirst()
        .orElse(null);
  }

  private boolean isCampaign(DraftTable table) {
    return hasSubject(table)
        || Set.of("campaign", "mailing", "newsletter", "issue", "broadcast")
            .contains(Names.lastWord(table.name()));
  }

  /** References from the table to the emails, over one table between at most. */
  private Optional<List<DraftLink>> toEmails(DraftTable table, DraftTable emails) {
    List<DraftLink> direct = table.linksTo(emails);
    if (!direct.isEmpty()) {
      return Optional.of(List.of(direct.getFirst()));
    }
    for (DraftLink link : table.links()) {
      DraftTable between = catalogue.tables().get(link.to());
      if (between != null && !paths.customer().is(between) && !between.linksTo(emails).isEmpty()) {
        return Optional.of(List.of(link, between.linksTo(emails).getFirst()));
      }
    }
    return Optional.empty();
  }

  private Optional<EngagementPart> part(DraftTable table, List<DraftLink> toEmail) {
    Optional<DraftColumn> occurred = Columns.like(table, Columns.HAPPENED, Columns::canBeTime);
    if (occurred.isEmpty()) {
      return Optional.empty();
    }
    String fixed = fixedKind(table.name());
    Optional<DraftColumn> kind = Columns.find(table, Columns.KIND, c -> c.isText() || c.isWhole());
    boolean speaks =
        kind.isPresent()
            && kind.get().known().stream().map(Names::normal).anyMatch(WORDS_OF_KINDS::contains);
    if (kind.isPresent() && (speaks || (fixed == null && Names.hasWord(table.name(), EVENTS)))) {
      return Optional.of(
          new EngagementPart(table, null, kind.get(), occurred.get(), false, toEmail));
    }
    return fixed == null
        ? Optional.empty()
        : Optional.of(new EngagementPart(table, fixed, null, occurred.get(), false, toEmail));
  }

  private static String fixedKind(String table) {
    if (Names.hasWord(table, CLICKS)) {
      return "click";
    }
    return Names.hasWord(table, OPENS) ? "open" : null;
  }

  /** The emails themselves may have columns with the time of an open and of a click. */
  private static void ofEmails(DraftTable emails, List<EngagementPart> parts) {
    conditional(emails, "open", OPENED_AT).ifPresent(parts::add);
    conditional(emails, "click", CLICKED_AT).ifPresent(parts::add);
  }

  private static Optional<EngagementPart> conditional(
      DraftTable emails, String kind, List<String> names) {
    return Columns.find(emails, names, DraftColumn::isTime)
        .map(column -> new EngagementPart(emails, kind, null, column, true, List.of()));
  }

  /** A table with both kinds makes tables with one kind only superfluous, or the reverse. */
  private static List<EngagementPart> withoutMixture(List<EngagementPart> parts) {
    List<EngagementPart> single = parts.stream().filter(part -> part.kind() != null).toList();
    boolean both =
        single.stream().map(EngagementPart::kind).distinct().count() > 1
            || single.size() == parts.size();
    if (both) {
      return single;
    }
    List<EngagementPart> mixed = parts.stream().filter(part -> part.kind() == null).toList();
    return mixed.subList(0, Math.min(1, mixed.size()));
  }
}
