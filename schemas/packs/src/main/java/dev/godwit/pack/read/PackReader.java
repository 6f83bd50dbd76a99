package dev.godwit.pack.read;

import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

public final class PackReader {
  private final Map<String, SourcePack> sources = new TreeMap<>();
  private final Map<String, TargetPack> targets = new TreeMap<>();

  public PackReader(UnaryOperator<String> environment) {}

  public void readAll(Path directory) {}

  public Map<String, SourcePack> sources() {
    return sources;
  }

  public Map<String, TargetPack> targets() {
    return targets;
  }
}
