package dev.godwit.local.demo;

import dev.godwit.local.stack.Await;
import dev.godwit.local.stack.DatabaseRoles;
import dev.godwit.pack.install.InstallContradictedException;
import dev.godwit.pack.install.Installer;
import dev.godwit.sampledata.newsroom.DeskTarget;
import dev.godwit.sampledata.newsroom.MailingSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The two databases of the newsroom example, and the rows that others have there. */
public final class NewsroomDatabases {
  private static final int PEOPLE_OF_OTHERS = 500;
  private static final Duration LOADER_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final String NO_DATABASE = "3D000";

  /** Freeze and return, as the pack of the mailing tool does them. */
  public static final List<String> OF_THE_EXTRACTOR =
      List.of(
          "grant update (frozen_since) on mailing.newsroom to godwit_extractor",
          "grant insert on mailing.view_event, mailing.click_event to godwit_extractor",
          "grant usage on sequence mailing.view_event_id_seq, mailing.click_event_id_seq to godwit_extractor");

  private final LocalDatabases databases;

  NewsroomDatabases(LocalDatabases databases) {
    this.databases = databases;
  }

  /**
   * Makes them where they are missing.
   *
   * @param progress receives a line for each that is made
   */
  void make(Consumer<String> progress) {
    try {
      makeDatabase("NEWSROOM_SOURCE", DatabaseRoles.Kind.SOURCE, progress);
      makeDatabase("NEWSROOM_TARGET", DatabaseRoles.Kind.TARGET, progress);
    } catch (SQLException e) {
      throw new StepFailedException(
          "Making the databases of the newsroom example: " + e.getMessage(), e);
    }
    databases.withSource(
        mailing -> {
          MailingSource.create(mailing);
          install(mailing);
          DatabaseRoles.grant(mailing, OF_THE_EXTRACTOR);
          return null;
        });
    databases.withTarget(
        desk -> {
          DeskTarget.create(desk);
          for (String schema : List.of(DeskTarget.LIVE, DeskTarget.STAGING)) {
            if (!flag(desk, "select exists (select from " + schema + ".account)")) {
              DeskTarget.createOtherAccounts(desk, schema, PEOPLE_OF_OTHERS);
            }
          }
          return null;
        });
  }

  /** The freeze of a newsroom, as the pack brings it; nothing where it is there. */
  private void install(Connection mailing) throws SQLException {
    Installer installer = new Installer(databases.sourcePack());
    try {
      installer.run(mailing, installer.missing(mailing), false);
    } catch (InstallContradictedException e) {
      throw new StepFailedException(
          "Installing what the newsroom's pack needs: " + e.getMessage(), e);
    }
  }

  /** The loader looks for new databases now and then, and makes its tables in them. */
  void awaitLoader() throws InterruptedException {
    boolean found =
        Await.until(
            LOADER_TIMEOUT,
            INTERVAL,
            () ->
                databases.withTarget(
                    desk ->
                        flag(
                            desk,
                            "select num_nulls(to_regclass('godwit.identity'), to_regclass('godwit.account')) = 0")));
    if (!found) {
      throw new StepFailedException(
          "Expected the loader to make its tables in the desk within %s, found none. Look into the loader's log, then try again."
              .formatted(LOADER_TIMEOUT));
    }
  }

  private void makeDatabase(String prefix, DatabaseRoles.Kind kind, Consumer<String> progress)
      throws SQLException {
    try (Connection existing = databases.open(prefix, null)) {
      DatabaseRoles.grant(existing, kind);
    } catch (SQLException e) {
      if (!NO_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
      String name = databases.name(prefix);
      progress.accept("making the database " + name);
      try (Connection server = databases.open(prefix, "postgres");
          Statement statement = server.createStatement()) {
        statement.execute("create database " + statement.enquoteIdentifier(name, false));
      }
      try (Connection made = databases.open(prefix, null)) {
        DatabaseRoles.grant(made, kind);
      }
    }
  }

  private static boolean flag(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }
}
