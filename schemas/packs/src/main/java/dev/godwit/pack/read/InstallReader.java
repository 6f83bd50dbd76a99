package dev.godwit.pack.read;

import dev.godwit.pack.Install;
import dev.godwit.pack.Sql;
import dev.godwit.pack.read.SqlReader.Shape;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads what a pack needs in its database: {@code install}, {@code installed}, {@code uninstall}.
 */
final class InstallReader {
  private final YamlFile file;
  private final SqlReader sql;

  InstallReader(YamlFile file, SqlReader sql) {
    this.file = file;
    this.sql = sql;
  }

  /** The install; {@link Install#NONE} where the pack has none. */
  Install read(YamlMapping pack) {
    if (!pack.has("install")) {
      for (String key : List.of("installed", "uninstall")) {
        if (pack.has(key)) {
          file.findings()
              .add(pack.at(key), "'" + key + "' with 'install' only", "it alone", "remove it");
        }
      }
      return Install.NONE;
    }
    List<Sql> install = list(pack, "install");
    Sql installed = sql.required(pack, "installed", Shape.QUERY_OF_ALL);
    List<Sql> removal = pack.has("uninstall") ? list(pack, "uninstall") : List.of();
    return new Install(install, installed, removal);
  }

  private List<Sql> list(YamlMapping pack, String key) {
    List<Sql> all = new ArrayList<>();
    Node node = pack.node(key);
    for (Node item : items(file, node, key)) {
      Sql read = sql.read(item, "'" + key + "'", Shape.INSTALL);
      if (read != null) {
        all.add(read);
      }
    }
    return all;
  }

  /** The items of a list, or the one that stands for a list; none is a finding. */
  static List<Node> items(YamlFile file, Node node, String key) {
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    if (items.isEmpty()) {
      file.findings()
          .add(
              file.at(node),
              "at least one statement in '" + key + "'",
              "none",
              "add one, or remove '" + key + "'");
    }
    return items;
  }
}
