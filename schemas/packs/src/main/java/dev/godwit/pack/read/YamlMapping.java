package dev.godwit.pack.read;

import dev.godwit.pack.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a pack; reports unknown, duplicate and missing keys. */
final class YamlMapping {

  /** A key with its place, and its value. */
  record Entry(String key, Position at, Node value) {}

  private final YamlFile file;
  private final String what;
  private final Position at;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean isMapping = true;

  private YamlMapping(YamlFile file, String what, Position at) {
    this.file = file;
    this.what = what;
    this.at = at;
  }

  /**
   * A mapping with these keys only; empty where the node is something else, which is then a
   * finding.
   */
  static YamlMapping closed(YamlFile file, Node node, String what, Collection<String> keys) {
    YamlMapping mapping = open(file, node, what);
    for (Entry entry : List.copyOf(mapping.entries.values())) {
      if (keys.contains(entry.key())) {
        continue;
      }
      mapping.entries.remove(entry.key());
      if (entry.key().matches("(?i)pass(word|wd)?|pwd|secret")) {
        file.findings()
            .add(
                entry.at(),
                "no password in a pack",
                "the key '" + entry.key() + "'",
                "put it into the environment and name the variable with 'password-variable'");
      } else {
        file.findings().unknown(entry.at(), "a key of " + what, keys, entry.key());
      }
    }
    return mapping;
  }

  /** A mapping with any keys. */
  static YamlMapping open(YamlFile file, Node node, String what) {
    YamlMapping mapping = new YamlMapping(file, what, file.at(node));
    if (!(node instanceof MappingNode tree)) {
      mapping.isMapping = false;
      file.findings()
          .add(
              mapping.at,
              what + " as a mapping",
              YamlFile.describe(node),
              "write 'key: value' lines");
      return mapping;
    }
    for (NodeTuple tuple : tree.getValue()) {
      mapping.add(tuple);
    }
    return mapping;
  }

  private void add(NodeTuple tuple) {
    Position keyAt = file.at(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
      file.findings()
          .add(keyAt, "a text as key", YamlFile.describe(tuple.getKeyNode()), "write a name");
      return;
    }
    Entry before =
        entries.putIfAbsent(
            scalar.getValue(), new Entry(scalar.getValue(), keyAt, tuple.getValueNode()));
    if (before != null) {
      file.findings()
          .add(
              keyAt,
              "each key once in " + what,
              "'" + scalar.getValue() + "' again (first in line " + before.at().line() + ")",
              "remove one of them");
    }
  }

  Position at() {
    return at;
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Value of a key, or null. */
  Node node(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Value of a key, or null where it is missing, which is then a finding. */
  Node required(String key) {
    Entry entry = entries.get(key);
    if (entry == null && isMapping) {
      file.findings().add(at, "the key '" + key + "' in " + what, "none", "add it");
    }
    return entry == null ? null : entry.value();
  }

  /** Place of a key's value, or of the mapping where the key is missing. */
  Position at(String key) {
    Entry entry = entries.get(key);
    return entry == null ? at : file.at(entry.value());
  }

  /** Text of a key, or null where it is missing or no text, which is then a finding. */
  String requiredText(String key) {
    Node node = required(key);
    return node == null ? null : text(node, "the key '" + key + "' with a text");
  }

  /** Text of a key, or null where it is missing. */
  String text(String key) {
    Node node = node(key);
    return node == null ? null : text(node, "the key '" + key + "' with a text");
  }

  private String text(Node node, String expected) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    file.findings().add(file.at(node), expected, YamlFile.describe(node), "write a text");
    return null;
  }

  /** A number above 0, or null where it is missing. */
  Long number(String key) {
    Node node = node(key);
    if (node == null) {
      return null;
    }
    String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (value.matches("[1-9][0-9]{0,8}")) {
      return Long.valueOf(value);
    }
    String found = node instanceof ScalarNode ? "'" + value + "'" : YamlFile.describe(node);
    file.findings()
        .add(
            file.at(node),
            "a whole number from 1 to 999999999 as '" + key + "'",
            found,
            "write one");
    return null;
  }

  /** Texts of a list with their places; empty where it is missing. */
  List<Entry> texts(String key) {
    List<Entry> texts = new ArrayList<>();
    Node node = node(key);
    if (node == null) {
      return texts;
    }
    if (!(node instanceof SequenceNode sequence)) {
      file.findings()
          .add(file.at(node), "'" + key + "' as a list", YamlFile.describe(node), "write [a, b]");
      return texts;
    }
    for (Node item : sequence.getValue()) {
      String text = text(item, "a text in '" + key + "'");
      if (text != null) {
        texts.add(new Entry(text, file.at(item), item));
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      Entry text = texts.get(i);
      if (texts.subList(0, i).stream().anyMatch(t -> t.key().equals(text.key()))) {
        file.findings()
            .add(
                text.at(),
                "each item of '" + key + "' once",
                "'" + text.key() + "' again",
                "remove it");
      }
    }
    return texts;
  }

  /** As {@link #texts}, and none is a finding. */
  List<Entry> requiredTexts(String key) {
    Node node = required(key);
    List<Entry> texts = texts(key);
    if (node instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
      file.findings().add(file.at(node), "at least one item in '" + key + "'", "none", "add one");
    }
    return texts;
  }
}
