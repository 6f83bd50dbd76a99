package dev.godwit.pack.draft;

import dev.godwit.records.Entity;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides which tables are entities, under which names, and why others are none. */
final class EntityNames {
  private static final Pattern HOUSEKEEPING =
      Pattern.compile(
          "(flyway_schema_history|schema_migrations?|schema_version|alembic_version|"
              + "ar_internal_metadata|databasechangelog(lock)?|_?prisma_migrations|"
              + "django_(migrations|session|content_type|admin_log)|knex_migrations(_lock)?|"
              + "goose_db_version|migrations?|.*_migrations)");
  private static final Pattern PASSING =
      Pattern.compile(
          "(.*_)?(sessions?|password_resets?|password_reset_tokens?|(access|refresh|api|auth)_tokens?|"
              + "(failed_|delayed_)?jobs?|cache(_locks)?|login_attempts?)");
  private static final int LONGEST = 40;

  private final CustomerPaths paths;
  private final Roles roles;
  private final Set<String> more;
  private final Map<String, String> entities = new LinkedHashMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  EntityNames(CustomerPaths paths, Roles roles) {
    this(paths, roles, Set.of());
  }

  /** With tables that are entities although nothing leads from them to the customer. */
  EntityNames(CustomerPaths paths, Roles roles, Set<String> more) {
    this.paths = paths;
    this.roles = roles;
    this.more = Set.copyOf(more);
    leftOut.addAll(paths.catalogue().leftOut());
    for (DraftTable table : paths.catalogue().tables().values()) {
      String reason = reason(table);
      if (reason == null) {
        entities.put(table.id(), name(table));
      } else {
        leftOut.add(new LeftOut(table.id(), reason));
      }
    }
  }

  /** Name of the entity of each table that is one. */
  Map<String, String> entities() {
    return entities;
  }

  /** The other tables, sorted. */
  List<LeftOut> leftOut() {
    return leftOut.stream().sorted(Comparator.comparing(LeftOut::name)).toList();
  }

  private String reason(DraftTable table) {
    String name = Names.normal(table.name());
    if (paths.customer().isOnly(table)) {
      return "the customers themselves: 'prepare' of the target pack makes their rows";
    }
    if (HOUSEKEEPING.matcher(name).matches()) {
      return "guess: housekeeping of a migration tool";
    }
    if (PASSING.matcher(name).matches()) {
      return "guess: passing data, such as sessions, tokens or jobs; by its name";
    }
    if (!paths.leads(table) && !more.contains(table.id())) {
      List<String> users =
          paths.catalogue().pointingTo(table).stream()
              .filter(paths::leads)
              .map(DraftTable::name)
              .toList();
      return users.isEmpty()
          ? "no reference leads from it to the customer"
          : "a lookup without a customer, used by " + String.join(", ", users);
    }
    if (table.key().isEmpty()) {
      return "it has no primary key and no unique key of columns that are NOT NULL; add one";
    }
    return null;
  }

  private String name(DraftTable table) {
    if (roles.isContacts(table)) {
      return Entity.CONTACTS.text();
    }
    if (roles.isEmails(table)) {
      return Entity.EMAILS.text();
    }
    if (roles.isEngagements(table)) {
      return Entity.ENGAGEMENTS.text();
    }
    String wished = ascii(table.name());
    if (isTaken(wished)) {
      wished = ascii(table.schema() + "_" + table.name());
    }
    String chosen = wished;
    for (int i = 2; isTaken(chosen); i++) {
      String end = "_" + i;
      chosen = wished.substring(0, Math.min(wished.length(), LONGEST - end.length())) + end;
    }
    return chosen;
  }

  private boolean isTaken(String name) {
    return entities.containsValue(name) || !Entity.isName(name) || isBuiltIn(name);
  }

  /** Whether an entity of that name is one that every pack has. */
  static boolean isBuiltIn(String name) {
    return Entity.BUILT_IN.stream().anyMatch(builtIn -> builtIn.text().equals(name));
  }

  private static String ascii(String name) {
    String plain =
        Names.normal(Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}+", ""))
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[^a-z]+|_+$", "");
    String named = plain.isEmpty() ? "entity" : plain;
    return named.substring(0, Math.min(LONGEST, named.length()));
  }
}
