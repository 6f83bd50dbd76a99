package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Probe;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.StatementCheck.ResultColumn;
import dev.godwit.pack.read.Findings;
import dev.godwit.pack.session.RunSearchPath;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks the probes of a target pack against its database, in both schemas: each is one query that
 * only reads, and each parameter is one that is drawn, with a type that fits. Nothing of a probe is
 * executed. For one use by one thread.
 */
final class ProbeCheck {
  private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric");
  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "name", "citext");

  /** Names that the driver gives to whole numbers with a sequence. */
  private static final Map<String, String> SERIALS =
      Map.of("bigserial", "int8", "serial", "int4", "smallserial", "int2");

  private static final Set<String> OF_CUSTOMER = Set.of("customer", "account");

  /** Nodes of a plan that write rows or lock them. */
  private static final Pattern WRITES =
      Pattern.compile("\"Node Type\": \"(ModifyTable|LockRows)\"");

  private final TargetPack pack;
  private final Connection connection;
  private final SchemaRights rights;
  private final Findings findings;
  private final StatementCheck statements;

  ProbeCheck(TargetPack pack, Connection connection, SchemaRights rights, Findings findings) {
    this.pack = pack;
    this.connection = connection;
    this.rights = rights;
    this.findings = findings;
    this.statements = new StatementCheck(connection, findings);
  }

  /**
   * Checks them, in the staging schema only where there was no finding in the live one.
   *
   * @throws SQLException where the database cannot be reached
   */
  void check() throws SQLException {
    for (RunKind kind : new RunKind[] {RunKind.LIVE, RunKind.REHEARSAL}) {
      int before = findings.size();
      try (RunSearchPath path = RunSearchPath.inSession(connection, pack, kind)) {
        check(pack.placeholders(kind));
      }
      if (findings.size() > before) {
        return;
      }
    }
  }

  private void check(Map<String, String> placeholders) throws SQLException {
    Sql amount = pack.probes().amount();
    if (amount != null) {
      List<ResultColumn> columns = query(amount, "query", placeholders).orElse(null);
      if (columns != null
          && (columns.size() != 1 || !NUMBERS.contains(plain(columns.getFirst().type())))) {
        findings.add(
            amount.positionOf(0),
            "one whole number as the result of 'measure'",
            types(columns),
            "select one count, such as count(distinct language)");
      }
    }
    for (Probe page : pack.probes().pages()) {
      page(page, placeholders);
    }
  }

  private void page(Probe page, Map<String, String> placeholders) throws SQLException {
    Map<String, String> drawn = new LinkedHashMap<>();
    if (page.draw() != null) {
      Optional<List<ResultColumn>> columns = query(page.draw(), "draw", placeholders);
      if (columns.isEmpty()) {
        return;
      }
      columns.get().forEach(column -> drawn.put(column.name(), plain(column.type())));
      if (drawn.size() < columns.get().size()) {
        findings.add(
            page.draw().positionOf(0),
            "each column of 'draw' under a name of its own",
            String.join(", ", columns.get().stream().map(ResultColumn::name).toList()),
            "name them with 'as': they are the parameters of the page");
      }
      if (!allKnown(page, drawn)) {
        return;
      }
    }
    if (query(page.query(), "query", placeholders).isPresent() && !drawn.isEmpty()) {
      parameterTypes(page, drawn, placeholders);
    }
  }

  private boolean allKnown(Probe page, Map<String, String> drawn) {
    Set<String> known = new TreeSet<>(drawn.keySet());
    known.addAll(pack.account() == null ? Set.of("customer") : OF_CUSTOMER);
    int before = findings.size();
    BoundSql bound = page.query().bind(Map.of());
    for (NamedStatement.Part part : bound.statement().parts()) {
      if (part instanceof NamedStatement.Parameter parameter && !known.contains(parameter.name())) {
        findings.unknown(
            bound.positionOf(parameter.start()),
            "a parameter of the page '%s', which is a column of its 'draw' or :customer"
                .formatted(page.name()),
            known,
            parameter.name());
      }
    }
    return findings.size() == before;
  }

  /** The columns of a query that the database accepts and that only reads. */
  private Optional<List<ResultColumn>> query(Sql sql, String key, Map<String, String> placeholders)
      throws SQLException {
    if (!rights.canDescribe(sql)) {
      return Optional.empty();
    }
    Optional<List<ResultColumn>> columns = statements.describe(sql, placeholders);
    if (columns.isEmpty()) {
      return columns;
    }
    if (columns.get().isEmpty() || writes(sql.bind(placeholders))) {
      findings.add(
          sql.positionOf(0),
          "one query that only reads as '" + key + "'",
          columns.get().isEmpty()
              ? "a statement without a result"
              : "a part that writes rows or locks them",
          "write the SELECT of the page: a probe changes nothing");
      return Optional.empty();
    }
    return columns;
  }

  /** Whether the plan writes or locks rows; it is made and not executed. */
  private boolean writes(BoundSql bound) throws SQLException {
    String explain = "explain (format json) " + bound.text();
    try (PreparedStatement prepared = connection.prepareStatement(explain)) {
      for (int i = 1; i <= bound.parameters().size(); i++) {
        prepared.setNull(i, Types.OTHER);
      }
      try (ResultSet row = prepared.executeQuery()) {
        StringBuilder plan = new StringBuilder();
        while (row.next()) {
          plan.append(row.getString(1));
        }
        return WRITES.matcher(plan).find();
      }
    }
  }

  private void parameterTypes(
      Probe page, Map<String, String> drawn, Map<String, String> placeholders) throws SQLException {
    BoundSql bound = page.query().bind(placeholders);
    List<NamedStatement.Parameter> parameters = new ArrayList<>();
    for (NamedStatement.Part part : bound.statement().parts()) {
      if (part instanceof NamedStatement.Parameter parameter) {
        parameters.add(parameter);
      }
    }
    try (PreparedStatement prepared = connection.prepareStatement(bound.text())) {
      ParameterMetaData types = prepared.getParameterMetaData();
      for (int i = 0; i < parameters.size(); i++) {
        String name = parameters.get(i).name();
        String taken = types.getParameterTypeName(i + 1);
        String given = drawn.get(name);
        if (given != null && !fits(given, taken)) {
          findings.add(
              bound.positionOf(parameters.get(i).start()),
              "a column '%s' of 'draw' of the type that the page takes, %s".formatted(name, taken),
              given,
              "draw another column, or cast it");
        }
      }
    }
  }

  private static String plain(String type) {
    return SERIALS.getOrDefault(type, type);
  }

  private static boolean fits(String given, String taken) {
    return given.equals(taken)
        || (NUMBERS.contains(given) && NUMBERS.contains(taken))
        || (TEXTS.contains(given) && TEXTS.contains(taken));
  }

  private static String types(List<ResultColumn> columns) {
    return columns.isEmpty()
        ? "no result"
        : String.join(", ", columns.stream().map(ResultColumn::type).toList());
  }
}
