package dev.godwit.pack.read;

import dev.godwit.pack.PackException;
import dev.godwit.pack.Position;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads packs from their folders, without asking a database. Not thread-safe. */
public final class PackReader {
  static final String FILE = "pack.yaml";

  private final UnaryOperator<String> environment;
  private final Findings findings = new Findings();
  private final Map<String, SourcePack> sources = new TreeMap<>();
  private final Map<String, TargetPack> targets = new TreeMap<>();

  /** With the environment that placeholders are replaced from. */
  public PackReader(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a folder of packs, or the folder of a single one.
   *
   * @throws PackException with every finding; fatal
   */
  public void readAll(Path directory) {
    if (Files.exists(directory.resolve(FILE))) {
      read(directory);
    } else {
      folders(directory).forEach(this::read);
    }
    findings.throwIfAny();
  }

  /** The source packs that were read, by name. */
  public Map<String, SourcePack> sources() {
    return sources;
  }

  /** The target packs that were read, by name. */
  public Map<String, TargetPack> targets() {
    return targets;
  }

  private List<Path> folders(Path directory) {
    Position at = new Position(directory.toString(), 1, 1);
    try (Stream<Path> children = Files.list(directory)) {
      List<Path> folders =
          children
              .filter(Files::isDirectory)
              .filter(f -> !f.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
      if (folders.isEmpty()) {
        findings.add(
            at, "a folder with one folder a pack", "no folder in it", "check GODWIT_PACKS");
      }
      return folders;
    } catch (IOException e) {
      findings.add(
          at, "a folder with one folder a pack", "none that can be read", "check GODWIT_PACKS");
      return List.of();
    }
  }

  private void read(Path directory) {
    Path path = directory.resolve(FILE);
    YamlFile file = new YamlFile(path, findings);
    if (!Files.isRegularFile(path)) {
      findings.add(
          file.start(),
          "a file " + FILE + " in each pack's folder",
          "none",
          "add it, or move the folder");
      return;
    }
    Node root = file.root();
    if (root == null) {
      return;
    }
    int before = findings.size();
    String kind = kind(root);
    if ("target".equals(kind)) {
      TargetPack pack =
          new TargetPackReader(file, environment).read(root, Fingerprint.of(directory));
      if (findings.size() == before) {
        targets.put(pack.name(), pack);
      }
    } else if ("source".equals(kind)) {
      SourcePack pack =
          new SourcePackReader(file, environment).read(root, Fingerprint.of(directory));
      if (findings.size() == before) {
        sources.put(pack.name(), pack);
      }
    } else {
      kindIsWrong(file, root, kind);
    }
  }

  private void kindIsWrong(YamlFile file, Node root, String kind) {
    YamlMapping mapping = YamlMapping.open(file, root, "the pack");
    if (kind == null) {
      mapping.requiredText("kind");
    } else {
      findings.unknown(mapping.at("kind"), "a kind of pack", List.of("source", "target"), kind);
    }
  }

  private static String kind(Node root) {
    if (root instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals("kind")
            && tuple.getValueNode() instanceof ScalarNode value
            && !value.getValue().isEmpty()) {
          return value.getValue();
        }
      }
    }
    return null;
  }

  /** The pack's name, which is also the name of its folder. */
  static String name(YamlFile file, YamlMapping pack) {
    String name = pack.requiredText("pack");
    String folder = file.path().toAbsolutePath().normalize().getParent().getFileName().toString();
    if (name != null && !name.equals(folder)) {
      file.findings()
          .add(
              pack.at("pack"),
              "the name of the pack's folder, '" + folder + "'",
              "'" + name + "'",
              "make them equal");
    }
    return name;
  }
}
