package dev.godwit.pack.check;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Finding;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.Position;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.check.CheckedPack.State;
import dev.godwit.pack.session.TransactionPoolerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
   * @return one for each pack; one without a name where the folder cannot be read as packs
   */
  public List<CheckedPack> check(Path directory, boolean withDatabase) {
    Packs packs;
    try {
      packs = Packs.load(directory, environment);
    } catch (PackException e) {
      return List.of(new CheckedPack(null, null, State.FINDINGS, e.findings(), List.of(), null));
    }
    List<CheckedPack> checked = new ArrayList<>();
    for (SourcePack pack : packs.sources().values()) {
      checked.add(
          withDatabase
              ? check(
                  pack.name(),
                  pack.fingerprint(),
                  List.of(),
                  pack.database(),
                  pack.customers().positionOf(0),
                  c -> PackCheck.againstCatalogue(pack, c))
              : read(pack.name(), pack.fingerprint(), List.of()));
    }
    for (TargetPack pack : packs.targets().values()) {
      checked.add(
          withDatabase
              ? check(
                  pack.name(),
                  pack.fingerprint(),
                  UncomparedColumns.notes(pack),
                  pack.database(),
                  pack.isEnabled().positionOf(0),
                  c -> PackCheck.againstCatalogue(pack, c))
              : read(pack.name(), pack.fingerprint(), UncomparedColumns.notes(pack)));
    }
    return checked;
  }

  /** The worst of them: 0 good, 1 findings, 2 a database was not reached. */
  public static int exitCode(List<CheckedPack> checked) {
    return checked.stream()
        .mapToInt(
            pack ->
                switch (pack.state()) {
                  case GOOD, READ -> GOOD;
                  case FINDINGS -> FINDINGS;
                  case NOT_REACHED -> NOT_REACHED;
                })
        .max()
        .orElse(GOOD);
  }

  private static CheckedPack read(String name, String fingerprint, List<String> notes) {
    return new CheckedPack(name, fingerprint, State.READ, List.of(), notes, null);
  }

  private CheckedPack check(
      String name,
      String fingerprint,
      List<String> notes,
      DatabaseSettings database,
      Position at,
      Check check) {
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
              "a pooler that changes the session between transactions at " + database.url(),
              "connect to the database itself, or set the pooler to session mode");
      return new CheckedPack(name, fingerprint, State.FINDINGS, List.of(finding), notes, null);
    } catch (SQLException e) {
      return new CheckedPack(
          name, fingerprint, State.NOT_REACHED, List.of(), notes, e.getMessage());
    }
  }
}
