package dev.godwit.pack.install;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Install;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.pack.statement.ExecutedStatement;
import dev.godwit.pack.statement.SqlRun;
import dev.godwit.pack.statement.StatementFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes what a pack needs in its database, or removes it. All statements run in one transaction; an
 * error leaves the database as it was. Immutable; a connection belongs to one thread.
 */
public final class Installer {
  private final Install install;
  private final DatabaseSettings database;
  private final TargetPack target;
  private final List<Place> places;

  /**
   * Where the statements run.
   *
   * @param schema the schema of a target pack; empty for a source, whose session has a path of its
   *     own
   * @param kind kind of the runs of a target that use the schema; null for a source
   */
  public record Place(String schema, RunKind kind) {
    private Map<String, String> placeholders() {
      return kind == null ? Map.of() : Map.of("schema", schema);
    }
  }

  /** The one of a source pack. */
  public Installer(SourcePack pack) {
    this(pack.install(), pack.database(), null, List.of(new Place("", null)));
  }

  /** The one of a target pack, in its live and in its staging schema. */
  public Installer(TargetPack pack) {
    this(
        pack.install(),
        pack.database(),
        pack,
        List.of(
            new Place(pack.liveSchema(), RunKind.LIVE),
            new Place(pack.stagingSchema(), RunKind.REHEARSAL)));
  }

  private Installer(
      Install install, DatabaseSettings database, TargetPack target, List<Place> places) {
    this.install = install;
    this.database = database;
    this.target = target;
    this.places = places;
  }

  /** The install of the pack. */
  public Install install() {
    return install;
  }

  /** The database of the pack. */
  public DatabaseSettings database() {
    return database;
  }

  /** All places, the live schema before the staging schema. */
  public List<Place> places() {
    return places;
  }

  /**
   * The places where the pack's query says that the install has not run.
   *
   * @param connection that commits by itself
   * @throws SQLException as the server classifies it
   */
  public List<Place> missing(Connection connection) throws SQLException {
    List<Place> missing = new ArrayList<>();
    connection.setAutoCommit(false);
    for (Place place : places) {
      enter(connection, place);
      if (!isInstalled(connection, place)) {
        missing.add(place);
      }
    }
    connection.rollback();
    connection.setAutoCommit(true);
    return missing;
  }

  /** The statements as they would run at a place, each with its name. */
  public List<Shown> shown(Place place, boolean removal) {
    List<Shown> shown = new ArrayList<>();
    List<Sql> all = removal ? install.removal() : install.statements();
    for (int i = 0; i < all.size(); i++) {
      shown.add(
          new Shown(
              name(all.get(i), i, removal),
              all.get(i).bind(place.placeholders()).statement().original()));
    }
    return shown;
  }

  /** A piece of SQL with its name, its placeholders replaced. */
  public record Shown(String name, String text) {}

  /**
   * Runs the statements at some places, asks the pack's query, and commits.
   *
   * @param connection that commits by itself
   * @return the statements that were run
   * @throws StatementFailedException where the database refuses one; nothing is changed
   * @throws InstallContradictedException where the query says afterwards that nothing has changed;
   *     nothing is changed
   * @throws SQLException as the server classifies it; nothing is changed, unless the commit failed
   */
  public List<ExecutedStatement> run(Connection connection, List<Place> at, boolean removal)
      throws SQLException, InstallContradictedException {
    List<Sql> all = removal ? install.removal() : install.statements();
    List<ExecutedStatement> executed = new ArrayList<>();
    connection.setAutoCommit(false);
    try {
      for (Place place : at) {
        enter(connection, place);
        for (int i = 0; i < all.size(); i++) {
          executed.addAll(
              SqlRun.run(
                  connection,
                  name(all.get(i), i, removal),
                  all.get(i),
                  place.placeholders(),
                  Map.of()));
        }
        if (isInstalled(connection, place) == removal) {
          throw new InstallContradictedException(install.installed().positionOf(0), removal);
        }
      }
      connection.commit();
      return executed;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void enter(Connection connection, Place place) throws SQLException {
    if (target != null) {
      RunSearchPath.inTransaction(connection, target, place.kind());
    }
  }

  private boolean isInstalled(Connection connection, Place place) throws SQLException {
    return InstallProbe.isInstalled(connection, install.installed(), place.placeholders());
  }

  private static String name(Sql sql, int index, boolean removal) {
    Path file = Path.of(sql.file()).getFileName();
    return file != null && file.toString().endsWith(".sql")
        ? file.toString()
        : (removal ? "uninstall " : "install ") + (index + 1);
  }
}
