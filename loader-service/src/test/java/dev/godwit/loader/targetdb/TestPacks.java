package dev.godwit.loader.targetdb;

import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Packs that are taken as checked. */
public final class TestPacks extends TargetPacks {
  private TestPacks(Map<String, TargetPack> packs) {
    super(Packs.of(Map.of(), packs), Optional.empty());
  }

  public static TargetPacks of(TargetPack... packs) {
    Map<String, TargetPack> byName = new TreeMap<>();
    for (TargetPack pack : packs) {
      byName.put(pack.name(), pack);
    }
    return new TestPacks(byName);
  }

  @Override
  public TargetPack checked(String name) throws SQLException {
    return unchecked(name);
  }
}
