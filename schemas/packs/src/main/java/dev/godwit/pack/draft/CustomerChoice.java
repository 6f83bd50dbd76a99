package dev.godwit.pack.draft;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the table of the customers (tenants): by its name, and by how many tables lead to it. */
final class CustomerChoice {
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("tenant", 100),
          Map.entry("workspace", 90),
          Map.entry("organisation", 90),
          Map.entry("organization", 90),
          Map.entry("account", 85),
          Map.entry("org", 80),
          Map.entry("customer", 80),
          Map.entry("merchant", 60),
          Map.entry("shop", 60),
          Map.entry("company", 50),
          Map.entry("client", 50),
          Map.entry("agency", 50),
          Map.entry("business", 50),
          Map.entry("club", 50),
          Map.entry("namespace", 45),
          Map.entry("brand", 40),
          Map.entry("team", 40),
          Map.entry("project", 30),
          Map.entry("site", 30));

  private static final Set<String> PERSON_WORDS =
      Set.of("contact", "subscriber", "recipient", "person", "member", "user", "lead", "profile");
  private static final Set<String> NAME_COLUMNS =
      Set.of(
          "name", "title", "display_name", "company_name", "label", "legal_name", "slug", "domain");
  private static final int SURE_NAME = 80;
  private static final int REACH_POINTS = 60;
  private static final int FAN_IN_POINTS = 4;
  private static final int MOST_FAN_IN = 10;
  private static final double REACH_WITH_A_NAME = 0.4;
  private static final double REACH_WITHOUT = 0.6;

  private final DraftCatalogue catalogue;
  private final Map<String, Set<String>> children = new HashMap<>();

  CustomerChoice(DraftCatalogue catalogue) {
    this.catalogue = catalogue;
    for (DraftTable table : catalogue.tables().values()) {
      for (DraftLink link : table.links()) {
        children.computeIfAbsent(link.to(), to -> new TreeSet<>()).add(table.id());
      }
    }
  }

  /** Number of tables that lead to a table, on any way. */
  private int reach(DraftTable table) {
    Set<String> seen = new HashSet<>(Set.of(table.id()));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (String child : children.getOrDefault(open.pop(), Set.of())) {
        if (seen.add(child)) {
          open.push(child);
        }
      }
    }
    return seen.size() - 1;
  }

  private record Candidate(DraftTable table, int reach, double score) {}

  /** The customer; with null as its table where no table can be one. */
  Customer guess() {
    List<Candidate> candidates =
        catalogue.tables().values().stream()
            .filter(table -> table.key().size() == 1)
            .map(this::candidate)
            .filter(this::isPossible)
            .sorted(
                Comparator.comparingDouble(Candidate::score)
                    .reversed()
                    .thenComparing(candidate -> candidate.table().id()))
            .toList();
    if (candidates.isEmpty()) {
      return new Customer(
          null,
          null,
          true,
          null,
          "no table has one row for each customer, so the whole database is one customer, 'all'",
          true);
    }
    Candidate best = candidates.getFirst();
    String others =
        candidates.stream()
            .skip(1)
            .limit(3)
            .map(candidate -> candidate.table().name())
            .collect(Collectors.joining(", "));
    String reason =
        "the table %s has one row for each customer: %d of %d other tables lead to it%s"
            .formatted(
                best.table().name(),
                best.reach(),
                catalogue.tables().size() - 1,
                others.isEmpty() ? "" : "; next candidates: " + others);
    String key = best.table().key().getFirst();
    return new Customer(best.table(), key, true, name(best.table(), key), reason, true);
  }

  /**
   * The customer of a table or column that somebody named.
   *
   * @throws DraftException where there is no such table or column
   */
  Customer named(String text) {
    DraftTable table = table(text);
    String column = null;
    if (table == null && text.contains(".")) {
      table = table(text.substring(0, text.lastIndexOf('.')));
      column = text.substring(text.lastIndexOf('.') + 1);
    }
    if (table == null) {
      throw DraftException.wrongUsage(
          "a table of the schemas %s as --customer TABLE[.COLUMN]".formatted(catalogue.schemas()),
          "'" + text + "'",
          "name one of " + catalogue.tables().values().stream().map(DraftTable::name).toList());
    }
    if (column == null && table.key().size() != 1) {
      throw DraftException.wrongUsage(
          "a customer table with a key of one column",
          table.name() + " with the key " + table.key(),
          "name the column: --customer " + table.name() + ".COLUMN");
    }
    String key = column == null ? table.key().getFirst() : column;
    if (table.column(key) == null) {
      throw DraftException.wrongUsage(
          "a column of the table " + table.name() + " as --customer TABLE.COLUMN",
          "'" + key + "'",
          "name one of " + table.columns().keySet());
    }
    boolean unique = table.isUnique(key);
    String name = unique ? name(table, key) : null;
    return new Customer(
        table, key, unique, name, "the customer is " + table.name() + "." + key, false);
  }

  private DraftTable table(String text) {
    DraftTable exact = catalogue.tables().get(text);
    return exact != null
        ? exact
        : catalogue.tables().values().stream()
            .filter(table -> table.name().equals(text))
            .findFirst()
            .orElse(null);
  }

  private Candidate candidate(DraftTable table) {
    int reach = reach(table);
    double share = share(reach);
    int fanIn = Math.min(catalogue.pointingTo(table).size(), MOST_FAN_IN);
    return new Candidate(
        table, reach, points(table) + REACH_POINTS * share + FAN_IN_POINTS * fanIn);
  }

  private boolean isPossible(Candidate candidate) {
    double share = share(candidate.reach());
    int points = points(candidate.table());
    if (isPerson(candidate.table())) {
      return false;
    }
    if (points >= SURE_NAME) {
      return candidate.reach() > 0;
    }
    return share >= (points > 0 ? REACH_WITH_A_NAME : REACH_WITHOUT);
  }

  private double share(int reach) {
    return catalogue.tables().size() < 2 ? 0 : (double) reach / (catalogue.tables().size() - 1);
  }

  private static int points(DraftTable table) {
    Integer whole = NAMES.get(Names.singular(table.name()));
    Integer last = NAMES.get(Names.lastWord(table.name()));
    return whole != null ? whole : last != null ? last / 2 : 0;
  }

  /** A row is one person: it has names of a person, or the table is called after one. */
  private static boolean isPerson(DraftTable table) {
    boolean named =
        table.columns().keySet().stream()
            .map(Names::normal)
            .anyMatch(
                column ->
                    Set.of(
                            "first_name",
                            "firstname",
                            "given_name",
                            "last_name",
                            "surname",
                            "family_name")
                        .contains(column));
    return named || PERSON_WORDS.contains(Names.lastWord(table.name()));
  }

  private static String name(DraftTable table, String key) {
    return table.columns().values().stream()
        .filter(column -> column.isText() && !column.name().equals(key))
        .map(DraftColumn::name)
        .filter(column -> NAME_COLUMNS.contains(Names.normal(column)))
        .findFirst()
        .orElse(null);
  }
}
