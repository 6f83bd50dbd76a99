package dev.godwit.local.security;

import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The entities that packs declare beside those of the catalogue. Stateless. */
public final class DeclaredEntities {
  private DeclaredEntities() {}

  /**
   * Those of a folder of packs, by name.
   *
   * @param environment variables that the packs name
   */
  public static List<Entity> of(Path packs, Map<String, String> environment) {
    Map<String, Entity> declared = new TreeMap<>();
    for (SourcePack pack : Packs.open(packs, environment::get).sources().values()) {
      for (Entity entity : pack.entities().keySet()) {
        Topics.declared(Topics.extracted(entity))
            .ifPresent(one -> declared.put(Topics.extracted(one), one));
      }
    }
    return List.copyOf(declared.values());
  }
}
