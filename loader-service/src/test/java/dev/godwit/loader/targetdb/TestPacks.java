package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.Stage;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import dev.godwit.worker.run.AssessedPacks;
import dev.godwit.worker.run.RunPacks;
import dev.godwit.worker.stage.StageIdentity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Packs that are taken as checked. */
public final class TestPacks extends TargetPacks {
  private TargetPack newer;
  private boolean readAgain;

  private TestPacks(Packs packs, AssessedPacks assessed) {
    super(
        packs,
        new RunPacks(
            packs,
            assessed,
            () -> {},
            new StageIdentity(Stage.LOAD, "loader", Optional.of("loader-1"), 0)),
        Optional.empty());
  }

  public static TargetPacks of(TargetPack... packs) {
    return of(new AssessedPacks(), packs);
  }

  /** With what the events say of the packs of runs. */
  public static TargetPacks of(AssessedPacks assessed, TargetPack... packs) {
    Map<String, TargetPack> byName = new TreeMap<>();
    for (TargetPack pack : packs) {
      byName.put(pack.name(), pack);
    }
    return new TestPacks(Packs.of(Map.of(), byName), assessed);
  }

  /** One pack, and the one that its files give where they are read again. */
  public static TargetPacks changing(TargetPack pack, TargetPack newer) {
    TestPacks packs =
        new TestPacks(Packs.of(Map.of(), Map.of(pack.name(), pack)), new AssessedPacks());
    packs.newer = newer;
    return packs;
  }

  @Override
  public void reload(String name) {
    readAgain = newer != null;
  }

  @Override
  TargetPack complete(TargetPack pack) {
    return readAgain ? newer : pack;
  }
}
