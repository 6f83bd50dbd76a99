package dev.godwit.pack;

import dev.godwit.pack.read.PackReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All packs of a directory, each in a directory of its own with a {@code pack.yaml}, as its files
 * were when they were read last. A pack with findings stops nobody who does not ask for it.
 * Thread-safe.
 */
public final class Packs {
  private final Path directory;
  private final UnaryOperator<String> environment;
  private volatile Contents contents;

  /** The packs as they were read last. */
  private record Contents(
      Map<String, ReadPack> all, Map<String, SourcePack> sources, Map<String, TargetPack> targets) {
    static Contents of(Map<String, ReadPack> all) {
      Map<String, SourcePack> sources = new TreeMap<>();
      Map<String, TargetPack> targets = new TreeMap<>();
      all.forEach(
          (name, pack) -> {
            if (pack.source() != null) {
              sources.put(name, pack.source());
            }
            if (pack.target() != null) {
              targets.put(name, pack.target());
            }
          });
      return new Contents(
          all, Collections.unmodifiableMap(sources), Collections.unmodifiableMap(targets));
    }
  }

  private Packs(Path directory, UnaryOperator<String> environment, Map<String, ReadPack> all) {
    this.directory = directory;
    this.environment = environment;
    this.contents = Contents.of(all);
  }

  /**
   * Reads all packs; no database is asked.
   *
   * @param environment value of an environment variable by its name, for the placeholders in packs
   *     and the passwords that packs name; null where it is not set
   * @throws PackException with every finding of every pack; fatal
   */
  public static Packs load(Path directory, UnaryOperator<String> environment) {
    Packs packs = open(directory, environment);
    List<Finding> findings = new ArrayList<>();
    packs.refused().values().forEach(pack -> findings.addAll(pack.findings()));
    if (!findings.isEmpty()) {
      throw new PackException(findings);
    }
    return packs;
  }

  /**
   * As {@link #load}, and keeps the findings of a pack for whoever asks for that pack.
   *
   * @param directory where it cannot be read, there is one pack without a name and with a finding
   */
  public static Packs open(Path directory, UnaryOperator<String> environment) {
    return new Packs(directory, environment, read(directory, environment));
  }

  /** Packs that were read already; reading them again changes nothing. */
  public static Packs of(Map<String, SourcePack> sources, Map<String, TargetPack> targets) {
    Map<String, ReadPack> all = new TreeMap<>();
    sources.forEach(
        (name, pack) ->
            all.put(name, new ReadPack(name, pack.fingerprint(), pack, null, List.of())));
    targets.forEach(
        (name, pack) ->
            all.put(name, new ReadPack(name, pack.fingerprint(), null, pack, List.of())));
    return new Packs(Path.of(""), null, all);
  }

  private static Map<String, ReadPack> read(Path directory, UnaryOperator<String> environment) {
    Map<String, ReadPack> all = new TreeMap<>();
    new PackReader(environment).read(directory).forEach(pack -> all.put(pack.name(), pack));
    return all;
  }

  /**
   * Reads the files again. A pack whose files are as they were stays the same object.
   *
   * @return the packs that are other ones now, new ones and those with findings included, by name;
   *     null for one that is gone
   */
  public synchronized Map<String, ReadPack> reload() {
    if (environment == null) {
      return Map.of();
    }
    Map<String, ReadPack> before = contents.all();
    Map<String, ReadPack> now = new TreeMap<>();
    Map<String, ReadPack> changed = new TreeMap<>();
    read(directory, environment)
        .forEach(
            (name, pack) -> {
              boolean same = isSame(before.get(name), pack);
              now.put(name, same ? before.get(name) : pack);
              if (!same) {
                changed.put(name, pack);
              }
            });
    before.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> changed.put(name, null));
    contents = Contents.of(now);
    return changed;
  }

  private static boolean isSame(ReadPack before, ReadPack now) {
    return before != null
        && before.fingerprint().equals(now.fingerprint())
        && before.findings().equals(now.findings());
  }

  /** The folder of the packs, absolute. */
  public Path directory() {
    return directory.toAbsolutePath().normalize();
  }

  /** Fingerprints of all packs by name, those with findings included. */
  public Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new TreeMap<>();
    contents.all().forEach((name, pack) -> fingerprints.put(name, pack.fingerprint()));
    return fingerprints;
  }

  /** The pack of a name, with findings or without; empty where there is none. */
  public Optional<ReadPack> find(String name) {
    return Optional.ofNullable(contents.all().get(name));
  }

  /** All packs by name, those with findings included. */
  public Map<String, ReadPack> all() {
    return new TreeMap<>(contents.all());
  }

  /** The packs with findings, by name. */
  public Map<String, ReadPack> refused() {
    Map<String, ReadPack> refused = all();
    refused.values().removeIf(pack -> pack.findings().isEmpty());
    return refused;
  }

  /** The source packs without findings, by name, not to be changed; the same until a reading. */
  public Map<String, SourcePack> sources() {
    return contents.sources();
  }

  /** The target packs without findings, by name, not to be changed; the same until a reading. */
  public Map<String, TargetPack> targets() {
    return contents.targets();
  }

  /**
   * A source pack.
   *
   * @throws IllegalArgumentException where there is none of that name; fatal
   * @throws PackException where it has findings; fatal until its files are mended and read again
   */
  public SourcePack source(String name) {
    return named(sources(), name, "source");
  }

  /**
   * A target pack.
   *
   * @throws IllegalArgumentException where there is none of that name; fatal
   * @throws PackException where it has findings; fatal until its files are mended and read again
   */
  public TargetPack target(String name) {
    return named(targets(), name, "target");
  }

  private <T> T named(Map<String, T> packs, String name, String kind) {
    T pack = packs.get(name);
    if (pack != null) {
      return pack;
    }
    ReadPack refused = refused().get(name);
    if (refused != null) {
      throw new PackException(refused.findings());
    }
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
}
