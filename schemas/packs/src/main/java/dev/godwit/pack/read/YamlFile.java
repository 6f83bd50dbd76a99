package dev.godwit.pack.read;

import dev.godwit.pack.Position;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file as a tree whose nodes know their place. */
final class YamlFile {
  private final Path path;
  private final Findings findings;

  YamlFile(Path path, Findings findings) {
    this.path = path;
    this.findings = findings;
  }

  Path path() {
    return path;
  }

  Findings findings() {
    return findings;
  }

  /** The root, or null where the file cannot be read as YAML; that is then a finding. */
  Node root() {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(50);
      Node root = new Yaml(options).compose(new StringReader(Files.readString(path)));
      if (root == null) {
        findings.add(start(), "a pack", "an empty file", "begin with 'pack:' and 'kind:'");
      }
      return root;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      findings.add(
          mark == null ? start() : at(mark),
          "YAML",
          e.getProblem(),
          "mend the syntax here or just above");
    } catch (CharacterCodingException e) {
      findings.add(start(), "a text in UTF-8", "other bytes", "save the file as UTF-8");
    } catch (YAMLException e) {
      findings.add(start(), "YAML", e.getMessage(), "mend the syntax");
    } catch (IOException e) {
      findings.add(
          start(),
          "a file that can be read",
          String.valueOf(e.getMessage()),
          "check its name and rights");
    }
    return null;
  }

  Position start() {
    return new Position(path.toString(), 1, 1);
  }

  Position at(Node node) {
    return at(node.getStartMark());
  }

  Position at(Mark mark) {
    return new Position(path.toString(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  static String describe(Node node) {
    return switch (node) {
      case MappingNode m -> "a mapping";
      case SequenceNode s -> "a list";
      case ScalarNode s when s.getValue().isEmpty() -> "nothing";
      default -> "a text";
    };
  }
}
