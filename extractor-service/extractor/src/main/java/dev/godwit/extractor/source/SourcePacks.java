package dev.godwit.extractor.source;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.SqlFailure;
import dev.godwit.worker.StageFailedException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The source packs. Read at start-up, where a flaw ends the process; checked against the database's
 * catalogue at start-up if that can be reached, else before first use. Thread-safe.
 */
@ApplicationScoped
public class SourcePacks {
  private static final Logger LOG = Logger.getLogger(SourcePacks.class);

  /**
   * Name by which the database knows connections that write nothing, so that a pack's horizon need
   * not wait for their transactions.
   */
  public static final String READER = "godwit-reader";

  /** A single question of the tail, or an event that is given; these wait for nobody for long. */
  public static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

  private final Map<String, SourcePack> checked = new ConcurrentHashMap<>();
  private Packs packs;

  SourcePacks() {}

  /**
   * Reads the packs.
   *
   * @throws PackException with every finding
   */
  @Inject
  public SourcePacks(@ConfigProperty(name = "godwit.packs") Path directory) {
    this.packs = Packs.load(directory, System::getenv);
  }

  void onStart(@Observes StartupEvent start) {
    Thread.ofPlatform().daemon().name("godwit-pack-check").start(this::checkAll);
  }

  private void checkAll() {
    for (SourcePack pack : packs.sources().values()) {
      try {
        check(pack);
        LOG.infof("The source pack %s agrees with its database.", pack.name());
      } catch (PackException e) {
        LOG.errorf("The source pack %s cannot be used:%n%s", pack.name(), e.getMessage());
      } catch (SQLException e) {
        LOG.warnf("The source pack %s is not checked yet: %s", pack.name(), SqlFailure.describe(e));
      }
    }
  }

  /**
   * A pack that agrees with its database.
   *
   * @throws StageFailedException where there is none of that name, or it does not agree
   * @throws SQLException where the database could not be asked
   */
  public SourcePack pack(String name) throws StageFailedException, SQLException {
    SourcePack done = checked.get(name);
    if (done != null) {
      return done;
    }
    try {
      return check(packs.source(name));
    } catch (PackException | IllegalArgumentException e) {
      throw new StageFailedException(
          "pack " + name,
          e.getMessage(),
          "Mend the pack, restart the extractor, then start again.",
          e);
    }
  }

  /** All packs by name, not checked. */
  public Map<String, SourcePack> all() {
    return packs.sources();
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
   *
   * @throws SQLException as the database has it
   */
  public Connection openReadOnly(SourcePack pack) throws SQLException {
    Connection connection = pack.database().open();
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set idle_in_transaction_session_timeout = 0");
        statement.execute("set standard_conforming_strings = on");
        statement.execute("set timezone = 'UTC'");
        statement.execute("set application_name = '" + READER + "'");
      }
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A connection on which every statement is a read-only transaction of its own, and a short one;
   * the caller closes it.
   *
   * @throws SQLException as the database has it
   */
  public Connection openLooker(SourcePack pack) throws SQLException {
    Connection connection = pack.database().openForShortStatements(LONGEST_STATEMENT);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set standard_conforming_strings = on");
        statement.execute("set timezone = 'UTC'");
        statement.execute("set application_name = '" + READER + "'");
        statement.execute("set default_transaction_read_only = on");
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
