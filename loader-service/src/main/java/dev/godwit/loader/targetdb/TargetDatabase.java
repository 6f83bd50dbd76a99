package dev.godwit.loader.targetdb;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.TargetPack;

/**
 * A database that one or several target packs name. It holds the rows of its packs' runs, and the
 * offsets and progress that change with them. Immutable.
 *
 * @param name name of the first pack that names it, for logs
 * @param settings how that pack reaches it
 * @param primary true for the one that answers for records that belong to no run
 */
public record TargetDatabase(String name, DatabaseSettings settings, boolean primary) {
  /** Host, port and database: what makes two packs share one. */
  public String address() {
    return settings.address();
  }

  /**
   * Database and a digest of the address, for the names of its group, clients and threads: the same
   * in every process, and another one for each address, whatever packs name it.
   */
  public String key() {
    return settings.key();
  }

  /** Whether a pack names this database. */
  boolean isOf(TargetPack pack) {
    return address().equals(pack.database().address());
  }

  /** Whether a pack names it in the same words; the environment it is read from does not matter. */
  boolean isReachedAs(TargetPack pack) {
    DatabaseSettings other = pack.database();
    return settings.url().equals(other.url())
        && settings.user().equals(other.user())
        && settings.passwordVariable().equals(other.passwordVariable());
  }
}
