package dev.godwit.loader.targetdb;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.TargetPack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A database that one or several target packs name. It holds the rows of its packs' runs, and the
 * offsets and progress that change with them. Immutable.
 *
 * @param name name of the first pack that names it, for logs
 * @param settings how that pack reaches it
 * @param primary true for the one that answers for records that belong to no run
 */
public record TargetDatabase(String name, DatabaseSettings settings, boolean primary) {
  private static final int DIGEST_BYTES = 4;

  /** Host, port and database of a URL, without its parameters: what makes two packs share one. */
  static String address(DatabaseSettings settings) {
    int parameters = settings.url().indexOf('?');
    return parameters < 0 ? settings.url() : settings.url().substring(0, parameters);
  }

  /** Host, port and database. */
  public String address() {
    return address(settings);
  }

  /**
   * Database and a digest of the address, for the names of its group, clients and threads: the same
   * in every process, and another one for each address, whatever packs name it.
   */
  public String key() {
    String address = address();
    String database = address.substring(address.lastIndexOf('/') + 1);
    return database.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + digest(address);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 in every JDK.", e);
    }
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
