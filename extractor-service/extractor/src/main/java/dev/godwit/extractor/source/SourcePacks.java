package dev.godwit.extractor.source;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The source packs, and connections to their databases. A pack is checked against its database's
 * catalogue at start if the database can be reached, else before first use, and again once its
 * files were read anew. Thread-safe.
 */
@ApplicationScoped
public class SourcePacks {
  private static final Logger LOG = Logger.getLogger(SourcePacks.class);

  /**
   * Application name of connections that write nothing, so that a pack's horizon can ignore their
   * transactions.
   */
  public static final String READER = "godwit-reader";

  /** Timeout of short statements: a query of a tail, or an event written to the source. */
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, SourcePack> checked = new ConcurrentHashMap<>();
  private final Packs packs;

  public SourcePacks(Packs packs) {
    this.packs = packs;
  }

  void onStart(@Observes StartupEvent start) {
    Thread.ofPlatform().daemon().name("godwit-pack-check").start(this::checkAll);
  }

  private void checkAll() {
    for (SourcePack pack : packs.sources().values()) {
      try {
        check(pack);
        LOG.infof("pack=%s: the pack matches its database", pack.name());
      } catch (PackException e) {
        LOG.errorf("pack=%s: the pack cannot be used:%n%s", pack.name(), e.getMessage());
      } catch (SQLException e) {
        LOG.warnf(
            "pack=%s: the pack is checked at its first use, since its database cannot be reached: %s",
            pack.name(), SqlFailure.describe(e));
      }
    }
  }

  /**
   * A pack that matches its database.
   *
   * @throws StageFailedException where no pack has that name, or it does not match
   * @throws SQLException where the database could not be reached
   */
  public SourcePack pack(String name) throws StageFailedException, SQLException {
    try {
      SourcePack read = packs.source(name);
      SourcePack done = checked.get(name);
      return done != null && done.fingerprint().equals(read.fingerprint()) ? done : check(read);
    } catch (PackException | IllegalArgumentException e) {
      throw new StageFailedException(
          "pack " + name,
          e.getMessage(),
          "Correct the pack, then start another run; it is read again then. godwit packs check finds everything at once.",
          e);
    }
  }

  /** Has a pack checked again at its next use: its database may have changed. */
  public void forget(String name) {
    checked.remove(name);
  }

  /** All packs by name, unchecked. */
  public Map<String, SourcePack> all() {
    return packs.sources();
  }

  /**
   * True where the pack's files are those that were read last, or the last ones are gone or have
   * findings. Asks no database.
   */
  public boolean isCurrent(SourcePack pack) {
    SourcePack last = packs.sources().get(pack.name());
    return last == null || last.fingerprint().equals(pack.fingerprint());
  }

  private SourcePack check(SourcePack pack) throws SQLException {
    try (Connection connection = pack.database().open()) {
      SourcePack result = PackCheck.againstCatalogue(pack, connection);
      checked.put(pack.name(), result);
      return result;
    }
  }

  /**
   * A connection in a read-only transaction that sees one state throughout; the caller closes it.
   */
  public Connection openReadOnly(SourcePack pack) throws SQLException {
    return configured(
        pack.database().openForReading(),
        connection -> {
          asReader(connection);
          connection.setReadOnly(true);
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          connection.setAutoCommit(false);
        });
  }

  /**
   * A connection on which every statement is a short read-only transaction; the caller closes it.
   */
  public Connection openForPolling(SourcePack pack) throws SQLException {
    return configured(pack.database().openForShortReads(STATEMENT_TIMEOUT), SourcePacks::asReader);
  }

  /** A connection for short writes that does not commit by itself; the caller closes it. */
  public static Connection openForWriting(SourcePack pack) throws SQLException {
    return configured(
        pack.database().openForShortStatements(STATEMENT_TIMEOUT),
        connection -> connection.setAutoCommit(false));
  }

  private static void asReader(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set application_name = '" + READER + "'");
    }
  }

  @FunctionalInterface
  private interface SessionSettings {
    void apply(Connection connection) throws SQLException;
  }

  private static Connection configured(Connection connection, SessionSettings settings)
      throws SQLException {
    try {
      settings.apply(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
