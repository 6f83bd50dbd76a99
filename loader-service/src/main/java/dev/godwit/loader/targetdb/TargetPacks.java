package dev.godwit.loader.targetdb;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The target packs of this loader: those on its one target database, since rows and their source
 * offsets change in one transaction. A pack is checked against the catalogue at its first use, and
 * again until it passes. Thread-safe.
 */
@ApplicationScoped
public class TargetPacks {
  private static final Logger LOG = Logger.getLogger(TargetPacks.class);

  private final Map<String, TargetPack> checked = new ConcurrentHashMap<>();
  private final Map<String, TargetPack> packs;
  private final DatabaseSettings database;

  @Inject
  TargetPacks(Packs packs, LoaderSettings settings) {
    this(packs.targets(), settings.targetPack().filter(name -> !name.isBlank()));
  }

  /**
   * @param preferred pack whose database is this loader's; where it is empty, all packs must be on
   *     one database
   */
  TargetPacks(Map<String, TargetPack> read, Optional<String> preferred) {
    this.database = database(read, preferred);
    Map<String, TargetPack> mine = new TreeMap<>();
    read.forEach(
        (name, pack) -> {
          if (pack.database().equals(database)) {
            mine.put(name, pack);
          } else {
            LOG.infof(
                "Target pack %s is on another database; this loader does not load its runs.", name);
          }
        });
    this.packs = mine;
  }

  /** The target database. */
  public DatabaseSettings database() {
    return database;
  }

  /** Names of the packs. */
  public Iterable<String> names() {
    return packs.keySet();
  }

  /**
   * The pack, completed from the catalogue.
   *
   * @throws IllegalArgumentException where there is none of that name; fatal
   * @throws dev.godwit.pack.PackException where the catalogue is not as the pack says; fatal until
   *     one of them is mended
   * @throws SQLException where the database does not answer; retriable by its class
   */
  public TargetPack checked(String name) throws SQLException {
    TargetPack known = checked.get(name);
    if (known != null) {
      return known;
    }
    TargetPack pack = unchecked(name);
    try (Connection connection = database.open()) {
      TargetPack complete = PackCheck.againstCatalogue(pack, connection);
      checked.put(name, complete);
      return complete;
    }
  }

  /** Has a pack checked against the catalogue again at its next use: tables may have changed. */
  public void forget(String name) {
    checked.remove(name);
  }

  /**
   * The pack as its files say, for a purge, which must be possible after columns have changed.
   *
   * @throws IllegalArgumentException where there is none of that name; fatal
   */
  public TargetPack unchecked(String name) {
    TargetPack pack = packs.get(name);
    if (pack == null) {
      throw new IllegalArgumentException(
          "Expected a target pack named %s on %s, found %s. Check GODWIT_PACKS, GODWIT_TARGET_PACK and the pack's name."
              .formatted(name, database.url(), packs.keySet()));
    }
    return pack;
  }

  private static DatabaseSettings database(
      Map<String, TargetPack> packs, Optional<String> preferred) {
    if (preferred.isPresent() && packs.containsKey(preferred.get())) {
      return packs.get(preferred.get()).database();
    }
    List<DatabaseSettings> databases =
        packs.values().stream().map(TargetPack::database).distinct().toList();
    if (databases.size() != 1) {
      throw new IllegalStateException(
          "Expected target packs of exactly one database, found %s. Set GODWIT_TARGET_PACK to a pack on the database that this loader is for, and start one loader for each database."
              .formatted(
                  packs.values().stream()
                      .map(pack -> pack.name() + " on " + pack.database().url())
                      .toList()));
    }
    return databases.get(0);
  }
}
