package dev.godwit.pack.read;

import dev.godwit.pack.PackStatement;
import dev.godwit.pack.PointSql;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the SQL that a target pack runs at points of a run. */
final class PointSqlReader {
  static final List<String> KEYS = List.of("before-load", "after-load", "before-enable");
  private static final List<String> ITEM_KEYS = List.of("name", "sql", "file");
  private static final int LONGEST_NAME = 100;

  private final YamlFile file;
  private final SqlReader sql;

  PointSqlReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  PointSql read(YamlMapping pack) {
    return new PointSql(list(pack, KEYS.get(0)), list(pack, KEYS.get(1)), list(pack, KEYS.get(2)));
  }

  private List<PackStatement> list(YamlMapping pack, String key) {
    List<PackStatement> all = new ArrayList<>();
    if (!pack.has(key)) {
      return all;
    }
    int number = 0;
    for (Node item : InstallReader.items(file, pack.node(key), key)) {
      number++;
      PackStatement read = statement(item, key, number);
      if (read != null) {
        boolean twice = all.stream().anyMatch(other -> other.name().equals(read.name()));
        if (twice) {
          file.findings()
              .add(
                  file.at(item),
                  "a name of its own for each SQL of '" + key + "'",
                  "'" + read.name() + "' again",
                  "add 'name' with another one");
        }
        all.add(read);
      }
    }
    return all;
  }

  private PackStatement statement(Node item, String key, int number) {
    String what = "'" + key + "'";
    if (!(item instanceof MappingNode)) {
      Sql read = sql.read(item, what, Shape.POINT);
      return read == null ? null : new PackStatement(key + " " + number, read);
    }
    YamlMapping mapping = YamlMapping.closed(file, item, "SQL of " + what, ITEM_KEYS);
    String name = mapping.text("name");
    if (name != null && (name.length() > LONGEST_NAME || !name.equals(name.strip()))) {
      file.findings()
          .add(
              mapping.at("name"),
              "a name of at most " + LONGEST_NAME + " characters, without spaces around it",
              name.length() + " characters",
              "shorten it");
    }
    if (mapping.has("sql") == mapping.has("file")) {
      file.findings()
          .add(
              mapping.at(),
              "either 'sql' or 'file' in an item of " + what,
              mapping.has("sql") ? "both" : "neither",
              "give one of them");
      return null;
    }
    Sql read =
        mapping.has("sql")
            ? sql.read(mapping.node("sql"), what, Shape.POINT)
            : sql.readFile(mapping, what, Shape.POINT);
    if (read == null) {
      return null;
    }
    String standard =
        mapping.has("sql")
            ? key + " " + number
            : String.valueOf(Path.of(read.file()).getFileName());
    return new PackStatement(name == null ? standard : name, read);
  }
}
