package dev.godwit.pack.check;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Finding;
import dev.godwit.pack.JdbcAddress;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.Position;
import dev.godwit.pack.ReadPack;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.CheckedPack.State;
import dev.godwit.pack.session.TransactionPoolerException;
import dev.godwit.records.SqlStateClass;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** The work of {@code godwit packs check DIR}. Thread-safe. */
public final class PacksCheckCommand {
  /** All packs are good. */
  public static final int GOOD = 0;

  /** There are findings. */
  public static final int FINDINGS = 1;

  /** A database could not be reached; there is no finding otherwise. */
  public static final int NOT_REACHED = 2;

  private final UnaryOperator<String> environment;

  /** With the environment, which has the passwords. */
  public PacksCheckCommand(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  private interface Check {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Checks a pack's folder, or a folder of packs.
   *
   * @param directory the folder
   * @param withDatabase whether to check against the databases too
   * @return one for each pack, sources first; one without a name where the folder cannot be read as
   *     packs
   */
  public List<CheckedPack> check(Path directory, boolean withDatabase) {
    return Packs.open(directory, environment).all().values().stream()
        .sorted(Comparator.comparing(PacksCheckCommand::place))
        .map(pack -> withDatabase ? check(pack) : read(pack))
        .toList();
  }

  /** Sources first, then targets, then what could not be read. */
  private static int place(ReadPack pack) {
    return pack.source() != null ? 0 : pack.target() != null ? 1 : 2;
  }

  private CheckedPack check(ReadPack read) {
    if (read.source() != null) {
      SourcePack pack = read.source();
      Position at = pack.customers().positionOf(0);
      return check(read, pack.database(), at, c -> PackCheck.againstCatalogue(pack, c));
    }
    if (read.target() != null) {
      TargetPack pack = read.target();
      Position at = pack.isEnabled().positionOf(0);
      return check(read, pack.database(), at, c -> PackCheck.againstTables(pack, c));
    }
    return read(read);
  }

  /** 1 where one has findings, else 2 where a database was not reached, else 0. */
  public static int exitCode(List<CheckedPack> checked) {
    if (checked.stream().anyMatch(pack -> pack.state() == State.FINDINGS)) {
      return FINDINGS;
    }
    return checked.stream().anyMatch(pack -> pack.state() == State.NOT_REACHED)
        ? NOT_REACHED
        : GOOD;
  }

  /** The result of reading its files. */
  private static CheckedPack read(ReadPack read) {
    return read.findings().isEmpty()
        ? new CheckedPack(read.name(), read.fingerprint(), State.READ, List.of(), notes(read), null)
        : new CheckedPack(
            read.name().isEmpty() ? null : read.name(),
            read.fingerprint(),
            State.FINDINGS,
            read.findings(),
            List.of(),
            null);
  }

  private static List<String> notes(ReadPack read) {
    return read.target() == null ? List.of() : UncomparedColumns.notes(read.target());
  }

  private CheckedPack check(ReadPack read, DatabaseSettings database, Position at, Check check) {
    String name = read.name();
    String fingerprint = read.fingerprint();
    List<String> notes = notes(read);
    try (Connection connection = database.open()) {
      check.run(connection);
      return new CheckedPack(name, fingerprint, State.GOOD, List.of(), notes, null);
    } catch (PackException e) {
      return new CheckedPack(name, fingerprint, State.FINDINGS, e.findings(), notes, null);
    } catch (TransactionPoolerException e) {
      Finding finding =
          new Finding(
              at,
              "one database session for each connection",
              "a pooler that changes the session between transactions at "
                  + JdbcAddress.shown(database.url()),
              "connect to the database itself, or set the pooler to session mode");
      return new CheckedPack(name, fingerprint, State.FINDINGS, List.of(finding), notes, null);
    } catch (SQLException e) {
      if (isReached(e)) {
        Finding finding =
            new Finding(
                at,
                "a database that answers the questions of the check",
                e.getMessage() + " (" + e.getSQLState() + ")",
                "remove the cause that the database names; of a missing right, grant it to the user "
                    + database.user());
        return new CheckedPack(name, fingerprint, State.FINDINGS, List.of(finding), notes, null);
      }
      return new CheckedPack(
          name, fingerprint, State.NOT_REACHED, List.of(), notes, e.getMessage());
    }
  }

  /** Whether the database was there and let the user in. */
  private static boolean isReached(SQLException e) {
    SqlStateClass error = SqlStateClass.of(e.getSQLState());
    return e.getSQLState() != null
        && error != SqlStateClass.LOGIN
        && error != SqlStateClass.NO_DATABASE
        && error.fault() != SqlStateClass.Fault.RETRIABLE;
  }
}
