package dev.godwit.pack.read;

import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Reads which entities a pack describes: the built-in ones, and any others that it declares. */
final class EntitiesReader {
  private EntitiesReader() {}

  /** Node of each entity: the built-in ones first, then the declared ones as they stand. */
  static Map<Entity, Node> read(YamlFile file, YamlMapping pack) {
    Map<Entity, Node> nodes = new LinkedHashMap<>();
    Node node = pack.required("entities");
    if (node == null) {
      return nodes;
    }
    YamlMapping entities = YamlMapping.open(file, node, "entities");
    List<String> missing = new ArrayList<>();
    for (Entity entity : Entity.BUILT_IN) {
      Node value = entities.required(entity.text());
      if (value == null) {
        missing.add(entity.text());
      } else {
        nodes.put(entity, value);
      }
    }
    for (YamlMapping.Entry entry : entities.entries()) {
      if (Suggestions.nearest(entry.key(), missing) != null) {
        file.findings().unknown(entry.at(), "a built-in entity", missing, entry.key());
      } else if (Entity.isName(entry.key())) {
        nodes.putIfAbsent(Entity.valueOf(entry.key()), entry.value());
      } else {
        file.findings()
            .add(
                entry.at(),
                "the name of an entity: a small letter, then small letters, digits and _, at most"
                    + " 40 characters, and not 'live' or 'unknown'",
                "'" + entry.key() + "'",
                "rename it");
      }
    }
    return nodes;
  }
}
