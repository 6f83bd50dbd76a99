package dev.godwit.pack.read;

import dev.godwit.pack.Position;
import dev.godwit.pack.ReadPack;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads packs from their folders, without asking a database. Not thread-safe. */
public final class PackReader {
  static final String FILE = "pack.yaml";
  private static final int ATTEMPTS = 3;

  private final UnaryOperator<String> environment;

  /** The findings of the folder that is being read. */
  private Findings findings = new Findings();

  /** With the environment that placeholders are replaced from. */
  public PackReader(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a folder of packs, or the folder of a single one.
   *
   * @return each pack, or its findings; one without a name where the folder has none
   */
  public List<ReadPack> read(Path directory) {
    if (Files.exists(directory.resolve(FILE))) {
      return List.of(pack(directory));
    }
    findings = new Findings();
    List<Path> folders = folders(directory);
    List<ReadPack> all = new ArrayList<>();
    if (findings.size() > 0) {
      all.add(new ReadPack("", "", null, null, findings.all()));
    }
    folders.forEach(folder -> all.add(pack(folder)));
    return all;
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

  /** Reads a pack until its files stay as they are meanwhile: somebody may be copying them. */
  private ReadPack pack(Path directory) {
    String name = directory.toAbsolutePath().normalize().getFileName().toString();
    try {
      String fingerprint = Fingerprint.of(directory);
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        ReadPack read = pack(directory, name, fingerprint);
        String after = Fingerprint.of(directory);
        if (after.equals(fingerprint)) {
          return read;
        }
        fingerprint = after;
      }
      return unreadable(directory, name, "they changed while they were read");
    } catch (UncheckedIOException e) {
      return unreadable(directory, name, String.valueOf(e.getCause().getMessage()));
    }
  }

  private ReadPack unreadable(Path directory, String name, String found) {
    findings = new Findings();
    findings.add(
        new Position(directory.toString(), 1, 1),
        "the files of the pack to be readable",
        found,
        "check their names and rights, and let nobody write them now");
    return new ReadPack(name, "", null, null, findings.all());
  }

  private ReadPack pack(Path directory, String name, String fingerprint) {
    findings = new Findings();
    YamlFile file = new YamlFile(directory.resolve(FILE), findings);
    SourcePack source = null;
    TargetPack target = null;
    Node root = root(file);
    String kind = root == null ? null : kind(root);
    if ("target".equals(kind)) {
      target = new TargetPackReader(file, environment).read(root, fingerprint);
    } else if ("source".equals(kind)) {
      source = new SourcePackReader(file, environment).read(root, fingerprint);
    } else if (root != null) {
      kindIsWrong(file, root, kind);
    }
    boolean good = findings.size() == 0;
    return new ReadPack(
        name, fingerprint, good ? source : null, good ? target : null, findings.all());
  }

  /** The root of the file; null with a finding where there is none. */
  private Node root(YamlFile file) {
    if (Files.isRegularFile(file.path())) {
      return file.root();
    }
    findings.add(
        file.start(),
        "a file " + FILE + " in each pack's folder",
        "none",
        "add it, or move the folder");
    return null;
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
