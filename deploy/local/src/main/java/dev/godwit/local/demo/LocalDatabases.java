package dev.godwit.local.demo;

import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** The old and the new CRM of a local stack, and the packs that describe them. Thread-safe. */
public final class LocalDatabases {
  private static final String SOURCE_PACK = "reference-legacy";
  private static final String TARGET_PACK = "reference-crm";

  private final Map<String, String> environment;
  private final SourcePack sourcePack;
  private final TargetPack targetPack;

  public LocalDatabases(StackSettings settings) {
    this.environment = settings.serviceEnvironment();
    Packs packs = Packs.load(Path.of(environment.get("GODWIT_PACKS")), environment::get);
    this.sourcePack = packs.source(SOURCE_PACK);
    this.targetPack = packs.target(TARGET_PACK);
  }

  public SourcePack sourcePack() {
    return sourcePack;
  }

  public TargetPack targetPack() {
    return targetPack;
  }

  /** What is done with a connection. */
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Does something in the old CRM. */
  public <T> T withSource(Work<T> work) {
    return with("SOURCE", "the old CRM", work);
  }

  /** Does something in the new CRM. */
  public <T> T withTarget(Work<T> work) {
    return with("TARGET", "the new CRM", work);
  }

  /** A connection to the old CRM; the caller closes it. */
  public Connection openSource() throws SQLException {
    return open("SOURCE");
  }

  private <T> T with(String prefix, String name, Work<T> work) {
    try (Connection connection = open(prefix)) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new StepFailedException("Working in " + name + ": " + e.getMessage(), e);
    }
  }

  private Connection open(String prefix) throws SQLException {
    return DriverManager.getConnection(
        environment.get("GODWIT_" + prefix + "_URL"),
        environment.get("GODWIT_" + prefix + "_USER"),
        environment.get("GODWIT_" + prefix + "_PASSWORD"));
  }
}
