package dev.godwit.worker.run;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.pack.Packs;
import dev.godwit.pack.ReadPack;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * The packs of runs, and the one place where this process reads its packs again: when a run starts,
 * when a run was assessed with other files than this process has, and on request. A pack other than
 * the one that a run was assessed with is refused. A task or record can be here before the event of
 * the assessment is consumed, so each comparison without one first waits for the events that are
 * there. Thread-safe.
 */
@ApplicationScoped
public class RunPacks implements RunEventListener {
  private static final Logger LOG = Logger.getLogger(RunPacks.class);
  private static final int SHOWN = 12;

  private final Packs packs;
  private final AssessedPacks assessed;
  private final ConsumedEvents events;
  private final StageIdentity identity;
  private final Instant began = Instant.now();
  private final List<Runnable> afterReading = new CopyOnWriteArrayList<>();

  /** The packs of this process, and what the events say of those of runs. */
  public RunPacks(
      Packs packs, AssessedPacks assessed, ConsumedEvents events, StageIdentity identity) {
    this.packs = packs;
    this.assessed = assessed;
    this.events = events;
    this.identity = identity;
  }

  void onStart(@Observes StartupEvent start) {
    packs.refused().values().forEach(RunPacks::logRefused);
  }

  /** Every process reads its packs when a run starts; they are new when this one begins. */
  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof RunStarted started
        && started.getEnvelope().getOccurredAt().isAfter(began)) {
      reload();
    }
  }

  /**
   * Reads the packs again and logs what has changed.
   *
   * @return the changed ones by name; null for one that is gone
   */
  public Map<String, ReadPack> reload() {
    Map<String, ReadPack> changed = packs.reload();
    changed.forEach(
        (name, pack) -> {
          if (pack == null) {
            LOG.warnf("pack=%s: its folder is gone; tasks that name it are refused.", name);
          } else if (pack.findings().isEmpty()) {
            LOG.infof("pack=%s: read again, fingerprint %s.", name, shown(pack.fingerprint()));
          } else {
            logRefused(pack);
          }
        });
    afterReading.forEach(Runnable::run);
    return changed;
  }

  /** Has something done each time after the packs were read again. */
  public void afterReading(Runnable action) {
    afterReading.add(action);
  }

  private static void logRefused(ReadPack pack) {
    LOG.errorf(
        "pack=%s: it cannot be used, and tasks that name it are refused, until its files are mended:%n%s",
        pack.name(),
        String.join(
            System.lineSeparator(), pack.findings().stream().map(Object::toString).toList()));
  }

  /** Reads the packs again where a run was assessed with another source pack than is here. */
  public void refreshSource(String runId, String name) throws InterruptedException {
    refresh(name, source(runId));
  }

  /** Reads the packs again where a run was assessed with another target pack than is here. */
  public void refreshTarget(String runId, String name) throws InterruptedException {
    refresh(name, target(runId));
  }

  private Optional<String> source(String runId) throws InterruptedException {
    if (assessed.source(runId).isEmpty()) {
      events.awaitUpToNow();
    }
    return assessed.source(runId);
  }

  private Optional<String> target(String runId) throws InterruptedException {
    if (assessed.target(runId).isEmpty()) {
      events.awaitUpToNow();
    }
    return assessed.target(runId);
  }

  private void refresh(String name, Optional<String> expected) {
    ReadPack here = packs.all().get(name);
    if (here == null || (expected.isPresent() && !expected.get().equals(here.fingerprint()))) {
      reload();
    }
  }

  /**
   * Refuses a source pack other than the one that the run was assessed with; takes any where the
   * source was not assessed.
   *
   * @throws PackChangedException where the pack was changed
   * @throws InterruptedException where the process is about to end
   */
  public void requireSource(String runId, SourcePack pack) throws InterruptedException {
    require(runId, "source", pack.name(), pack.fingerprint(), source(runId));
  }

  /** As {@link #requireSource}, of the target pack. */
  public void requireTarget(String runId, TargetPack pack) throws InterruptedException {
    require(runId, "target", pack.name(), pack.fingerprint(), target(runId));
  }

  /**
   * The target pack that a run was assessed with; any of that name where it was not.
   *
   * @throws PackChangedException where this process has other files
   * @throws IllegalArgumentException where there is none of that name; fatal
   * @throws dev.godwit.pack.PackException where it has findings; fatal
   * @throws InterruptedException where the process is about to end
   */
  public TargetPack target(String runId, String name) throws InterruptedException {
    refreshTarget(runId, name);
    TargetPack pack = packs.target(name);
    requireTarget(runId, pack);
    return pack;
  }

  /**
   * As {@link #target(String, String)}; a run that is over goes on with the pack as it is, such as
   * live engagement after a commit.
   */
  public TargetPack target(RunStatus status) throws InterruptedException {
    String name = status.run().targetPack();
    return status.isOver() ? packs.target(name) : target(status.run().runId(), name);
  }

  /**
   * Whether the files of a target pack that can be used now are other ones, so that a run that is
   * over has to go on with those.
   */
  public boolean isOutdated(TargetPack pack) {
    return packs
        .find(pack.name())
        .filter(newest -> newest.target() != null)
        .filter(newest -> !newest.fingerprint().equals(pack.fingerprint()))
        .isPresent();
  }

  private void require(
      String runId, String kind, String name, String fingerprint, Optional<String> expected) {
    if (expected.isEmpty() || expected.get().equals(fingerprint)) {
      return;
    }
    throw new PackChangedException(
        name,
        "Expected the %s pack %s as run %s was assessed with it, fingerprint %s, found fingerprint %s at %s (%s) in %s: the pack was changed."
            .formatted(
                kind,
                name,
                runId,
                shown(expected.get()),
                shown(fingerprint),
                identity.service(),
                identity.instance(),
                packs.directory()),
        "Copy the files that the run was assessed with into that folder of the %s and resume the migration (godwit resume); or roll it back (godwit rollback) and rehearse with the files as they are. godwit packs reload shows what each service has; no restart is needed."
            .formatted(identity.service()));
  }

  /** The beginning of a fingerprint, as people see it everywhere. */
  private static String shown(String fingerprint) {
    return fingerprint.length() <= SHOWN ? fingerprint : fingerprint.substring(0, SHOWN);
  }
}
