package dev.godwit.loader.targetdb;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.TargetPack;

/**
 * A database that one or several target packs name. It holds the rows of its packs' runs, and the
 * offsets and progress that change with them. Immutable.
 *
 * @param name name of its first pack, for logs and client ids
 * @param settings how it is reached
 * @param primary true for the one that answers for records that belong to no run
 */
public record TargetDatabase(String name, DatabaseSettings settings, boolean primary) {

  /** Host, port and database of a URL, without its parameters: what makes two packs share one. */
  static String address(DatabaseSettings settings) {
    int parameters = settings.url().indexOf('?');
    return parameters < 0 ? settings.url() : settings.url().substring(0, parameters);
  }

  /** Host, port and database. */
  public String address() {
    return address(settings);
  }

  /** Whether a pack names this database. */
  boolean isOf(TargetPack pack) {
    return address().equals(address(pack.database()));
  }

  /** Whether a pack names it in the same words; the environment it is read from does not matter. */
  boolean isReachedAs(TargetPack pack) {
    DatabaseSettings other = pack.database();
    return settings.url().equals(other.url())
        && settings.user().equals(other.user())
        && settings.passwordVariable().equals(other.passwordVariable());
  }
}
