package dev.godwit.loader.targetdb;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.PackPairCheck;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.run.RunPacks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The target packs and their databases. Rows and their source offsets change in one transaction, so
 * each database has positions of its own. A pack is checked against the catalogue at its first use,
 * again until it passes, and again once its files were read anew. Thread-safe.
 */
@ApplicationScoped
public class TargetPacks {
  private final Map<String, TargetPack> checked = new ConcurrentHashMap<>();
  private final Packs packs;
  private final RunPacks runPacks;
  private final Optional<String> preferred;

  /** In the order in which they were seen; at most one is the primary one. */
  private final List<TargetDatabase> databases = new ArrayList<>();

  /** The packs of the last look, and the databases then. */
  private Map<String, TargetPack> seen;

  private List<TargetDatabase> known = List.of();

  @Inject
  TargetPacks(Packs packs, RunPacks runPacks, LoaderSettings settings) {
    this(packs, runPacks, settings.targetPack().filter(name -> !name.isBlank()));
  }

  /**
   * @param preferred pack whose database is the primary one, also while it has findings; where
   *     there is none of that name, that of the first pack by name that can be read
   */
  TargetPacks(Packs packs, RunPacks runPacks, Optional<String> preferred) {
    this.packs = packs;
    this.runPacks = runPacks;
    this.preferred = preferred;
  }

  /**
   * The databases of all packs that could be read, in the order in which they were seen. Each is
   * reached as the first of its packs says that can be read now. One that was seen once stays, also
   * when its pack is changed or gone: it may hold runs.
   */
  public synchronized List<TargetDatabase> databases() {
    Map<String, TargetPack> targets = packs.targets();
    if (targets == seen) {
      return known;
    }
    Set<String> current = new HashSet<>();
    targets.values().stream()
        .sorted(Comparator.comparing(pack -> !preferred.equals(Optional.of(pack.name()))))
        .filter(pack -> current.add(pack.database().address()))
        .forEach(this::see);
    seen = targets;
    known = List.copyOf(databases);
    return known;
  }

  private void see(TargetPack pack) {
    for (int i = 0; i < databases.size(); i++) {
      TargetDatabase before = databases.get(i);
      if (before.isOf(pack)) {
        databases.set(i, new TargetDatabase(pack.name(), pack.database(), before.primary()));
        return;
      }
    }
    databases.add(new TargetDatabase(pack.name(), pack.database(), isPrimary(pack)));
  }

  /** A pack that is preferred and has findings names its database once they are mended. */
  private boolean isPrimary(TargetPack pack) {
    if (databases.stream().anyMatch(TargetDatabase::primary)) {
      return false;
    }
    return preferred.filter(packs.all()::containsKey).map(pack.name()::equals).orElse(true);
  }

  /** How a database is reached, by the newest files of its pack. */
  public DatabaseSettings settings(TargetDatabase of) {
    return databases().stream()
        .filter(database -> database.address().equals(of.address()))
        .findFirst()
        .orElse(of)
        .settings();
  }

  /**
   * Whether a pack is on another database than one.
   *
   * @return empty where no pack of that name could be read
   */
  public Optional<Boolean> isElsewhere(String name, TargetDatabase than) {
    return Optional.ofNullable(packs.targets().get(name)).map(pack -> !than.isOf(pack));
  }

  /**
   * The packs of a database whose files have no finding.
   *
   * @return their names, sorted, those that do not fit the catalogue included
   */
  public List<String> names(TargetDatabase of) {
    return packs.targets().values().stream()
        .filter(of::isOf)
        .map(TargetPack::name)
        .sorted()
        .toList();
  }

  /**
   * The pack, completed from the catalogue.
   *
   * @throws IllegalArgumentException where there is none of that name, or it is reached in another
   *     way than another pack of its database; fatal
   * @throws dev.godwit.pack.PackException where its files or the catalogue are not as they must be;
   *     fatal until one of them is mended
   * @throws SQLException where the database does not answer; retriable by its class
   */
  public TargetPack checked(String name) throws SQLException {
    return complete(unchecked(name));
  }

  /** The pack with what the catalogue says of its columns, kept until its files are other ones. */
  TargetPack complete(TargetPack pack) throws SQLException {
    TargetPack before = checked.get(pack.name());
    if (before != null && before.fingerprint().equals(pack.fingerprint())) {
      return before;
    }
    try (Connection connection = pack.database().open()) {
      TargetPack complete = PackCheck.againstCatalogue(pack, connection);
      checked.put(pack.name(), complete);
      return complete;
    }
  }

  /**
   * The pack of a run that the target database knows: while it is open, as {@link #ofRun}; after
   * that, the files as they are.
   */
  public TargetPack of(FencedRun run) throws SQLException, InterruptedException {
    return run.state() == FenceState.OPEN
        ? ofRun(run.runId(), run.targetPack())
        : checked(run.targetPack());
  }

  /**
   * As {@link #checked}, for a run that is not over: the pack that it was assessed with.
   *
   * @throws PackChangedException where this process has other files
   * @throws InterruptedException where the process is about to end
   */
  public TargetPack ofRun(String runId, String name) throws SQLException, InterruptedException {
    return complete(reachable(runPacks.target(runId, name)));
  }

  /**
   * Checks a target pack with a source pack, where this service has the source pack too.
   *
   * @throws dev.godwit.pack.PackException where they do not fit; fatal until one is mended
   */
  public void requirePair(String source, TargetPack target) {
    SourcePack given = packs.sources().get(source);
    if (given != null) {
      PackPairCheck.require(given, target);
    }
  }

  /**
   * Whether other files of a pack can be used now, so that a run that is over has to go on with
   * them.
   */
  public boolean isOutdated(TargetPack pack) {
    return runPacks.isOutdated(pack);
  }

  /** Says how a pack differs from the one that a run was assessed with; empty where it does not. */
  Optional<PackChangedException> change(String runId, TargetPack pack) throws InterruptedException {
    try {
      runPacks.requireTarget(runId, pack);
      return Optional.empty();
    } catch (PackChangedException e) {
      return Optional.of(e);
    }
  }

  /** Reads the files of all packs again, and checks one against the catalogue at its next use. */
  public void reload(String name) {
    runPacks.reload();
    forget(name);
  }

  /** Has a pack checked against the catalogue again at its next use: tables may have changed. */
  public void forget(String name) {
    checked.remove(name);
  }

  /**
   * The pack as its files say, for a purge, which must be possible after columns have changed.
   *
   * @throws IllegalArgumentException where there is none of that name, or it is reached in another
   *     way than another pack of its database; fatal
   * @throws dev.godwit.pack.PackException where its files have findings; fatal until they are
   *     mended
   */
  public TargetPack unchecked(String name) {
    return reachable(packs.target(name));
  }

  private TargetPack reachable(TargetPack pack) {
    databases().stream()
        .filter(database -> database.isOf(pack) && !database.isReachedAs(pack))
        .findFirst()
        .ifPresent(
            database -> {
              throw new IllegalArgumentException(
                  "Expected the target packs %s and %s, which are on %s, to have the same url, user and password-variable, found different ones. Make them equal; one session writes the rows of both."
                      .formatted(database.name(), pack.name(), database.address()));
            });
    return pack;
  }
}
