package dev.godwit.pack.read;

import dev.godwit.pack.CanonicalFields;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.Node;

/** Reads which entities a pack describes: contacts, emails and engagements, each once. */
final class EntitiesReader {
  private EntitiesReader() {}

  /** Node of each entity, in the order in which entities are moved. */
  static Map<Entity, Node> read(YamlFile file, YamlMapping pack) {
    Map<Entity, Node> nodes = new TreeMap<>();
    Node node = pack.required("entities");
    if (node == null) {
      return nodes;
    }
    List<String> names = CanonicalFields.ENTITIES.stream().map(EntitiesReader::name).toList();
    YamlMapping entities = YamlMapping.closed(file, node, "entities", names);
    for (Entity entity : CanonicalFields.ENTITIES) {
      Node value = entities.required(name(entity));
      if (value != null) {
        nodes.put(entity, value);
      }
    }
    return nodes;
  }

  static String name(Entity entity) {
    return entity.name().toLowerCase(Locale.ROOT);
  }
}
