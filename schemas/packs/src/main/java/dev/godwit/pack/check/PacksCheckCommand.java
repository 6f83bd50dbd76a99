package dev.godwit.pack.check;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Finding;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** What {@code godwit packs check DIR} does. Thread-safe. */
public final class PacksCheckCommand {
  /** All packs are good. */
  public static final int GOOD = 0;

  /** There are findings. */
  public static final int FINDINGS = 1;

  /** A database could not be reached; the packs were read without a finding. */
  public static final int NOT_REACHED = 2;

  private final UnaryOperator<String> environment;
  private final PrintStream out;

  /** With the environment, and where to write. */
  public PacksCheckCommand(UnaryOperator<String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  private interface Check {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Checks a pack's folder, or a folder of packs.
   *
   * @param directory the folder
   * @param withDatabase whether to check against the databases too
   * @return exit code: 0 good, 1 findings, 2 a database was not reached
   */
  public int run(Path directory, boolean withDatabase) {
    Packs packs;
    try {
      packs = Packs.load(directory, environment);
    } catch (PackException e) {
      print(e);
      return FINDINGS;
    }
    int result = GOOD;
    for (SourcePack pack : packs.sources().values()) {
      result =
          Math.max(
              result,
              check(
                  pack.name(),
                  pack.fingerprint(),
                  pack.database(),
                  withDatabase,
                  c -> PackCheck.againstCatalogue(pack, c)));
    }
    for (TargetPack pack : packs.targets().values()) {
      result =
          Math.max(
              result,
              check(
                  pack.name(),
                  pack.fingerprint(),
                  pack.database(),
                  withDatabase,
                  c -> PackCheck.againstCatalogue(pack, c)));
    }
    return result;
  }

  private int check(
      String name,
      String fingerprint,
      DatabaseSettings database,
      boolean withDatabase,
      Check check) {
    String shown = name + " (" + fingerprint.substring(0, 12) + ")";
    if (!withDatabase) {
      out.println(shown + ": read, no finding; its database was not asked");
      return GOOD;
    }
    try (Connection connection = database.open(environment)) {
      check.run(connection);
      out.println(shown + ": no finding");
      return GOOD;
    } catch (PackException e) {
      print(e);
      return FINDINGS;
    } catch (SQLException e) {
      out.println(
          shown
              + ": expected to reach its database, found: "
              + e.getMessage()
              + "; start it, or mend url and user");
      return NOT_REACHED;
    }
  }

  private void print(PackException e) {
    for (Finding finding : e.findings()) {
      out.println(finding);
    }
    out.println(e.findings().size() + (e.findings().size() == 1 ? " finding" : " findings"));
  }

  /** {@code PacksCheckCommand DIRECTORY [--offline]}. */
  public static void main(String[] arguments) {
    boolean offline = arguments.length == 2 && arguments[1].equals("--offline");
    if (arguments.length != 1 && !offline) {
      System.err.println(
          "Expected: DIRECTORY [--offline]; found "
              + arguments.length
              + " arguments; name the folder");
      System.exit(64);
    }
    System.exit(
        new PacksCheckCommand(System::getenv, System.out).run(Path.of(arguments[0]), !offline));
  }
}
