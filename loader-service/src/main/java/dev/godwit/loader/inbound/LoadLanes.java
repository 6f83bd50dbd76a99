package dev.godwit.loader.inbound;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.worker.StageIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The lanes of this process, for as long as it lives: each loads its share of the partitions. The
 * database does more than half of the work of loading and does it on one core for each connection,
 * so there is one lane for each core that it may have.
 */
@ApplicationScoped
public class LoadLanes {
  private List<LoadLane> lanes = List.of();

  LoadLanes() {}

  @Inject
  LoadLanes(LoaderSettings settings, TargetPacks packs, StageIdentity identity, StageSide stage) {
    lanes =
        IntStream.range(0, settings.lanes())
            .mapToObj(n -> new LoadLane(n, identity.instance(), settings, packs, stage))
            .toList();
  }

  void start(@Observes StartupEvent event) {
    lanes.forEach(LoadLane::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    lanes.forEach(LoadLane::end);
    for (LoadLane lane : lanes) {
      lane.await();
    }
  }

  /** Whether all lanes live. */
  boolean areAlive() {
    return lanes.stream().allMatch(LoadLane::isAlive);
  }

  /** Whether the last attempt of every lane reached the target database. */
  boolean reachTarget() {
    return lanes.stream().allMatch(LoadLane::reachesTarget);
  }

  /** What is wrong with the packs as they were last checked; null where nothing is. */
  String packProblem() {
    return lanes.stream()
        .map(LoadLane::packProblem)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
