package dev.godwit.pack;

import dev.godwit.pack.read.PackReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All packs of a directory, each in a directory of its own with a {@code pack.yaml}. Immutable. */
public final class Packs {
  private final Path directory;
  private final Map<String, SourcePack> sources;
  private final Map<String, TargetPack> targets;

  private Packs(Path directory, Map<String, SourcePack> sources, Map<String, TargetPack> targets) {
    this.directory = directory;
    this.sources = new TreeMap<>(sources);
    this.targets = new TreeMap<>(targets);
  }

  /**
   * Reads all packs; no database is asked.
   *
   * @param environment value of an environment variable by its name, for the placeholders in packs
   *     and the passwords that packs name; null where it is not set
   * @throws PackException with every finding of every pack; fatal
   */
  public static Packs load(Path directory, UnaryOperator<String> environment) {
    PackReader reader = new PackReader(environment);
    reader.readAll(directory);
    return new Packs(directory, reader.sources(), reader.targets());
  }

  /** The source packs by name. */
  public Map<String, SourcePack> sources() {
    return Map.copyOf(sources);
  }

  /** The target packs by name. */
  public Map<String, TargetPack> targets() {
    return Map.copyOf(targets);
  }

  /**
   * A source pack.
   *
   * @throws IllegalArgumentException where there is none of that name; fatal
   */
  public SourcePack source(String name) {
    return named(sources, name, "source");
  }

  /**
   * A target pack.
   *
   * @throws IllegalArgumentException where there is none of that name; fatal
   */
  public TargetPack target(String name) {
    return named(targets, name, "target");
  }

  private <T> T named(Map<String, T> packs, String name, String kind) {
    T pack = packs.get(name);
    if (pack == null) {
      throw new IllegalArgumentException(
          "Expected a "
              + kind
              + " pack named "
              + name
              + " in "
              + directory
              + ", found "
              + (packs.isEmpty() ? "none" : String.join(", ", packs.keySet()))
              + "; check GODWIT_PACKS and the pack's name");
    }
    return pack;
  }
}
