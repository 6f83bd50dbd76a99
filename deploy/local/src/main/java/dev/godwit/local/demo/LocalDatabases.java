package dev.godwit.local.demo;

import dev.godwit.common.v1.RunKind;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.BoundSql;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Source and target of a local stack, and the packs that describe them. Thread-safe. */
public final class LocalDatabases {
  private static final String SOURCE_PACK = "reference-legacy";
  private static final String TARGET_PACK = "reference-crm";

  private final Map<String, String> environment;
  private final String systems;
  private final SourcePack sourcePack;
  private final TargetPack targetPack;

  /** The systems of the reference packs. */
  public LocalDatabases(StackSettings settings) {
    this(settings, "", SOURCE_PACK, TARGET_PACK);
  }

  /**
   * Other systems.
   *
   * @param systems begins the names of their variables behind {@code GODWIT_}
   */
  LocalDatabases(StackSettings settings, String systems, String sourcePack, String targetPack) {
    this.environment = settings.serviceEnvironment();
    this.systems = systems;
    Packs packs = Packs.open(Path.of(environment.get("GODWIT_PACKS")), environment::get);
    this.sourcePack = packs.source(sourcePack);
    this.targetPack = packs.target(targetPack);
  }

  public SourcePack sourcePack() {
    return sourcePack;
  }

  public TargetPack targetPack() {
    return targetPack;
  }

  /** Work on a connection, which is closed afterwards. */
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Works in the source.
   *
   * @throws StepFailedException where the database fails
   */
  public <T> T withSource(Work<T> work) {
    return with(systems + "SOURCE", "source", work);
  }

  /**
   * Works in the target.
   *
   * @throws StepFailedException where the database fails
   */
  public <T> T withTarget(Work<T> work) {
    return with(systems + "TARGET", "target", work);
  }

  /** A connection to the source; the caller closes it. */
  public Connection openSource() throws SQLException {
    return open(systems + "SOURCE", null);
  }

  /** Rows of a customer in a table of the target's live schema. */
  public long targetRows(TargetTable table, String customer) {
    return withTarget(connection -> targetRows(connection, table, customer));
  }

  /** As {@link #targetRows(TargetTable, String)}, on a connection to the target. */
  long targetRows(Connection connection, TargetTable table, String customer) throws SQLException {
    BoundSql count = table.count().bind(targetPack.placeholders(RunKind.LIVE));
    String account = CustomerAccount.stored(connection, targetPack, RunKind.LIVE, customer);
    try (PreparedStatement statement =
            count.prepare(connection, CustomerAccount.parameters(customer, account));
        ResultSet found = statement.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  private <T> T with(String prefix, String name, Work<T> work) {
    try (Connection connection = open(prefix, null)) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new StepFailedException("Working in the " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * A connection by the variables {@code GODWIT_<prefix>_URL}, {@code _USER} and {@code _PASSWORD}.
   *
   * @param database another database of that server; null for the one of the URL
   */
  public Connection open(String prefix, String database) throws SQLException {
    String url = url(prefix);
    Properties session = new Properties();
    session.setProperty("user", environment.get("GODWIT_" + prefix + "_USER"));
    session.setProperty("password", environment.get("GODWIT_" + prefix + "_PASSWORD"));
    // A parameter of a pack's statement takes the type that it is compared with.
    session.setProperty("stringtype", "unspecified");
    return DriverManager.getConnection(
        database == null ? url : url.replaceFirst("/[^/?]*(?=[?]|$)", "/" + database), session);
  }

  /** Name of the database of {@code GODWIT_<prefix>_URL}. */
  String name(String prefix) {
    String url = url(prefix);
    String address = url.replaceAll("[?].*", "");
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private String url(String prefix) {
    return environment.get("GODWIT_" + prefix + "_URL");
  }
}
