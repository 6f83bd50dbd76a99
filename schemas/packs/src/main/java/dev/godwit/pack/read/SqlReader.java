package dev.godwit.pack.read;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads SQL that stands in the pack, or in a file beside it, and checks its parameters. */
final class SqlReader {

  /** The form that a piece of SQL must have. */
  enum Shape {
    /** Several statements, about one customer. */
    STATEMENTS,
    /** Several statements at a point of a run; those that write are about one customer. */
    POINT,
    /** Several statements, about no customer. */
    INSTALL,
    /** One query, about one customer. */
    QUERY,
    /** One query of a page, whose parameters another query draws from a customer's rows. */
    PAGE,
    /** One query, about all customers. */
    QUERY_OF_ALL,
    /** One statement, about one live event. */
    EVENT,
    /** One query, about the id of a live event. */
    EVENT_ID
  }

  private static final String CUSTOMER = "customer";
  private static final String ACCOUNT = "account";
  private static final String EVENT_ID = "eventId";
  private static final List<String> EVENT =
      List.of(
          CUSTOMER,
          EVENT_ID,
          "emailId",
          "messageId",
          "recipient",
          "contactId",
          "kind",
          "url",
          "agent",
          "machine",
          "occurredAt");

  private final YamlFile file;

  /** Whether statements may have the parameter {@code :account}. */
  private boolean withAccount;

  SqlReader(YamlFile file) {
    this.file = file;
  }

  /** Has statements and queries that are read from now on take the account as parameter. */
  void allowAccount() {
    withAccount = true;
  }

  Sql required(YamlMapping mapping, String key, Shape shape) {
    Node node = mapping.required(key);
    return node == null ? null : read(node, "'" + key + "'", shape);
  }

  Sql optional(YamlMapping mapping, String key, Shape shape) {
    Node node = mapping.node(key);
    return node == null ? null : read(node, "'" + key + "'", shape);
  }

  /**
   * The SQL about a live event, with parameters for declared fields too; null where it is missing.
   */
  Sql optionalEvent(YamlMapping mapping, String key, Collection<String> declared) {
    Node node = mapping.node(key);
    List<String> parameters = new ArrayList<>(EVENT);
    parameters.addAll(declared);
    String what = "'" + key + "'";
    return node == null
        ? null
        : read(
            node instanceof MappingNode ? beside(node, what) : inline(node, what),
            what,
            Shape.EVENT,
            parameters);
  }

  /** The SQL, or null where there is none, which is then a finding. */
  Sql read(Node node, String what, Shape shape) {
    return read(
        node instanceof MappingNode ? beside(node, what) : inline(node, what),
        what,
        shape,
        parameters(shape));
  }

  private List<String> parameters(Shape shape) {
    return switch (shape) {
      case QUERY_OF_ALL, INSTALL -> List.of();
      case STATEMENTS, POINT, QUERY, PAGE ->
          withAccount ? List.of(ACCOUNT, CUSTOMER) : List.of(CUSTOMER);
      case EVENT -> EVENT;
      case EVENT_ID -> List.of(CUSTOMER, EVENT_ID);
    };
  }

  private Sql checked(Sql sql, String what, Shape shape) {
    return read(sql, what, shape, parameters(shape));
  }

  private Sql read(Sql sql, String what, Shape shape, List<String> parameters) {
    if (sql == null) {
      return null;
    }
    if (NamedStatement.parse(sql.text()).statements().isEmpty()) {
      file.findings().add(sql.positionOf(0), "SQL as " + what, "nothing", "write a statement");
      return null;
    }
    checkParameters(sql, what, shape, parameters);
    return sql;
  }

  /** Adds a finding where SQL does not name the schema of the run. */
  void requireSchema(Sql sql, String key) {
    if (!sql.text().contains("{schema}")) {
      file.findings()
          .add(
              sql.positionOf(0),
              "the placeholder {schema} in '" + key + "'",
              "none",
              "write {schema}.TABLE, so that a rehearsal uses the staging schema and leaves the live"
                  + " one alone");
    }
  }

  private Sql inline(Node node, String what) {
    Position at = file.at(node);
    if (!(node instanceof ScalarNode scalar)) {
      file.findings()
          .add(at, "SQL as " + what, YamlFile.describe(node), "write the SQL, or 'file: name.sql'");
      return null;
    }
    if (scalar.getScalarStyle() == ScalarStyle.LITERAL) {
      return new Sql(scalar.getValue(), at.file(), at.line() + 1, indent(at.line()) + 1);
    }
    if (scalar.getEndMark().getLine() > scalar.getStartMark().getLine()) {
      file.findings()
          .add(
              at,
              "SQL of several lines as a block that begins with |",
              "folded or quoted lines",
              "write '|' and begin the SQL on the next line, so that errors can name its lines");
      return null;
    }
    int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
    return new Sql(scalar.getValue(), at.file(), at.line(), at.column() + quote);
  }

  /**
   * Columns by which the first line of a block is indented; the block's key is in the line given.
   */
  private int indent(int keyLine) {
    try {
      List<String> lines = Files.readAllLines(file.path());
      for (int i = keyLine; i < lines.size(); i++) {
        String line = lines.get(i);
        if (!line.isBlank()) {
          return line.length() - line.stripLeading().length();
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private Sql beside(Node node, String what) {
    return beside(YamlMapping.closed(file, node, what, List.of("file")));
  }

  /** As {@link #read}, of a mapping that names the file with other keys beside it. */
  Sql readFile(YamlMapping mapping, String what, Shape shape) {
    return checked(beside(mapping), what, shape);
  }

  private Sql beside(YamlMapping mapping) {
    String name = mapping.requiredText("file");
    if (name == null) {
      return null;
    }
    Position at = mapping.at("file");
    Path directory = file.path().toAbsolutePath().normalize().getParent();
    Path path = directory.resolve(name).normalize();
    if (!path.startsWith(directory) || !name.endsWith(".sql")) {
      file.findings()
          .add(
              at,
              "a .sql file in the pack's folder",
              "'" + name + "'",
              "move the file beside pack.yaml");
      return null;
    }
    try {
      String shown = file.path().resolveSibling(name).toString();
      return new Sql(Files.readString(path), shown, 1, 1);
    } catch (IOException e) {
      file.findings()
          .add(
              at,
              "a readable UTF-8 file '" + name + "' beside pack.yaml",
              "none",
              "add it or mend the name");
      return null;
    }
  }

  private void checkParameters(Sql sql, String what, Shape shape, List<String> known) {
    BoundSql bound = sql.bind(Map.of());
    for (NamedStatement.Part part : bound.statement().parts()) {
      if (shape != Shape.PAGE
          && part instanceof NamedStatement.Parameter parameter
          && !known.contains(parameter.name())) {
        Position at = bound.positionOf(parameter.start());
        if (known.isEmpty()) {
          file.findings()
              .add(at, "no parameter in " + what, "':" + parameter.name() + "'", "remove it");
        } else {
          file.findings().unknown(at, "a parameter of " + what, known, parameter.name());
        }
      }
    }
    boolean ofAccount = known.contains(ACCOUNT) && bound.parameters().contains(ACCOUNT);
    if (shape == Shape.POINT) {
      checkWrites(bound, what);
    } else if (shape == Shape.PAGE) {
      if (bound.parameters().isEmpty()) {
        missing(sql, what, bound, CUSTOMER, "use a column of 'draw' or :customer as parameter");
      }
    } else if (!known.isEmpty() && !ofAccount && !bound.parameters().contains(CUSTOMER)) {
      missing(sql, what, bound, CUSTOMER, "limit the statement to one customer with :customer");
    }
    if (known.contains(EVENT_ID) && !bound.parameters().contains(EVENT_ID)) {
      missing(sql, what, bound, EVENT_ID, "the event's id is what makes it the same event again");
    }
    if (shape != Shape.STATEMENTS && shape != Shape.POINT && shape != Shape.INSTALL) {
      for (NamedStatement.Part part : bound.statement().parts()) {
        if (part instanceof NamedStatement.Separator semicolon) {
          file.findings()
              .add(
                  bound.positionOf(semicolon.start()),
                  (shape == Shape.EVENT ? "one statement" : "one query")
                      + " without a semicolon as "
                      + what,
                  "';'",
                  shape == Shape.EVENT
                      ? "remove it"
                      : "remove it: the query is used inside another one");
        }
      }
    }
  }

  /** A statement that writes rows of all customers is none of a customer's run. */
  private void checkWrites(BoundSql bound, String what) {
    for (NamedStatement statement : bound.statement().statements()) {
      Position at = bound.positionOf(statement.firstOffset());
      boolean limited =
          statement.parameters().contains(CUSTOMER)
              || (withAccount && statement.parameters().contains(ACCOUNT));
      if (statement.writesRows() && !limited) {
        file.findings()
            .add(
                at,
                "the parameter :customer in each statement of " + what + " that writes rows",
                statement.parameters().isEmpty()
                    ? "no parameter"
                    : "only " + statement.parameters(),
                "limit the statement to one customer with :customer");
      }
    }
  }

  private void missing(Sql sql, String what, BoundSql bound, String parameter, String action) {
    file.findings()
        .add(
            sql.positionOf(0),
            "the parameter :" + parameter + " in " + what,
            bound.parameters().isEmpty() ? "no parameter" : "only " + bound.parameters(),
            action);
  }
}
