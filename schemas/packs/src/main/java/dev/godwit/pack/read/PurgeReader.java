package dev.godwit.pack.read;

import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.CustomerSql;
import dev.godwit.pack.read.SqlReader.Shape;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the key {@code purge} of a target pack: statements, among which the word {@code tables}
 * stands for those that Godwit makes from the pack's tables.
 */
final class PurgeReader {
  private static final String TABLES = "tables";

  private final YamlFile file;
  private final SqlReader sql;

  /** Statements before the word and behind it. */
  private final List<Sql> before = new ArrayList<>();

  private final List<Sql> after = new ArrayList<>();
  private boolean tables;

  PurgeReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  void read(YamlMapping pack) {
    Node node = pack.required("purge");
    if (node == null) {
      return;
    }
    List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    if (items.isEmpty()) {
      file.findings()
          .add(
              file.at(node),
              "at least one statement in 'purge'",
              "none",
              "write 'tables' for statements that Godwit makes, or add one a table, children first");
    }
    for (Node item : items) {
      if (item instanceof ScalarNode scalar && TABLES.equals(scalar.getValue())) {
        requireOnce(item);
        tables = true;
      } else {
        add(sql.read(item, "'purge'", Shape.STATEMENTS));
      }
    }
  }

  private void requireOnce(Node item) {
    if (tables) {
      file.findings().add(file.at(item), "'tables' once in 'purge'", "it again", "remove it");
    }
  }

  private void add(Sql statement) {
    if (statement == null) {
      return;
    }
    sql.requireSchema(statement, "purge");
    (tables ? after : before).add(statement);
  }

  /** All statements in their order, for a pack without findings. */
  List<Sql> statements(TargetPack pack) {
    List<Sql> all = new ArrayList<>(before);
    if (tables) {
      all.addAll(CustomerSql.purge(pack));
    }
    all.addAll(after);
    return all;
  }
}
