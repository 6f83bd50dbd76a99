package dev.godwit.local.command;

import dev.godwit.cli.progress.Terminal;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.install.InstallContradictedException;
import dev.godwit.pack.install.Installer;
import dev.godwit.pack.install.Installer.Place;
import dev.godwit.pack.install.Installer.Shown;
import dev.godwit.pack.statement.ExecutedStatement;
import dev.godwit.pack.statement.StatementFailedException;
import dev.godwit.records.Counted;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes what a pack needs in its database, or removes it. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Show the statements that make what a pack needs in its database, and run them once confirmed.",
      "All run in one transaction: an error changes nothing. Of a target pack they run in the live and in the staging schema.",
      "Where the pack's query says that the install has run, nothing is run."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is done, or was already; or the statements were only shown",
      "1:the database refused a statement, or the pack has findings; nothing was changed",
      "2:the database could not be reached",
      "64:the command line is wrong"
    },
    exitCodeOnInvalidInput = 64,
    footer = {
      "",
      "Examples:",
      "  godwit packs install packs/old-crm",
      "  godwit packs install packs/old-crm --yes",
      "  godwit packs install packs/old-crm --remove --yes"
    })
final class PacksInstall implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final int NOT_REACHED = 2;
  private static final String PACKS = "GODWIT_PACKS";

  /** States of what exists already: a schema, table, column, object, function. */
  private static final Set<String> EXISTS =
      Set.of("42P06", "42P07", "42701", "42710", "42723", "42P16");

  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Parameters(
      paramLabel = "PACK",
      description = "A pack's folder, or the name of one in the folder GODWIT_PACKS.")
  private Path pack;

  @Option(names = "--remove", description = "Run the pack's 'uninstall' instead.")
  private boolean remove;

  @Option(names = "--yes", description = "Run the statements without asking.")
  private boolean yes;

  private final Predicate<String> confirmation;

  PacksInstall() {
    this(PacksInstall::confirmed);
  }

  /**
   * @param confirmation asks a question on the terminal; false where there is none
   */
  PacksInstall(Predicate<String> confirmation) {
    this.confirmation = confirmation;
  }

  private static boolean confirmed(String question) {
    return Terminal.isLive() && "y".equalsIgnoreCase(System.console().readLine("%s", question));
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return run(out);
    } catch (PackException e) {
      e.findings().forEach(err::println);
      return REFUSED;
    } catch (StatementFailedException e) {
      err.println(refused(e));
      return REFUSED;
    } catch (InstallContradictedException e) {
      err.println(e.getMessage());
      return REFUSED;
    } catch (SQLException e) {
      err.println(
          "expected the database of pack %s to answer, found: %s; check it with: godwit packs check %s"
              .formatted(pack.getFileName(), e.getMessage(), pack));
      return NOT_REACHED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private int run(PrintWriter out) throws SQLException, InstallContradictedException {
    Installer installer = installer();
    if (!installer.install().isDeclared()) {
      throw wrong("a pack with 'install'", "none in " + pack, "nothing has to be installed");
    }
    if (remove && installer.install().removal().isEmpty()) {
      throw wrong(
          "a pack with 'uninstall'", "none in " + pack, "add it, or remove the objects by hand");
    }
    try (Connection connection = installer.database().open()) {
      List<Place> due = remove ? installer.places() : installer.missing(connection);
      if (due.isEmpty()) {
        out.println("The install has run already; nothing is to be run.");
        return 0;
      }
      show(installer, due, out);
      if (!yes && !confirmation.test("Run these statements? [y/N] ")) {
        out.println(
            "Nothing was run. To run them: godwit packs install %s%s --yes"
                .formatted(pack, remove ? " --remove" : ""));
        return 0;
      }
      List<ExecutedStatement> executed = installer.run(connection, due, remove);
      executed.forEach(one -> out.println("ran %s in %d ms".formatted(one.name(), one.millis())));
      out.println(
          "%s in %s; %s in one transaction"
              .formatted(
                  remove ? "Removed" : "Installed",
                  installer.database().url(),
                  Counted.of(executed.size(), "statement")));
      return 0;
    }
  }

  private void show(Installer installer, List<Place> due, PrintWriter out) {
    for (Place place : due) {
      for (Shown shown : installer.shown(place, remove)) {
        out.println(
            "-- %s%s"
                .formatted(
                    shown.name(), place.schema().isEmpty() ? "" : ", schema " + place.schema()));
        out.println(shown.text().strip());
        out.println();
      }
    }
    out.flush();
  }

  private Installer installer() {
    Map<String, String> variables =
        options.settings().packEnvironment(StackSettings.processEnvironment());
    Packs packs = Packs.load(folder(variables.get(PACKS)), variables::get);
    List<Installer> all = new ArrayList<>();
    for (SourcePack source : packs.sources().values()) {
      all.add(new Installer(source));
    }
    for (TargetPack target : packs.targets().values()) {
      all.add(new Installer(target));
    }
    if (all.size() != 1) {
      throw wrong("the folder of one pack", all.size() + " packs in " + pack, "name one of them");
    }
    return all.getFirst();
  }

  private Path folder(String packs) {
    return Files.exists(pack) || packs == null || !Files.exists(Path.of(packs).resolve(pack))
        ? pack
        : Path.of(packs).resolve(pack);
  }

  private String refused(StatementFailedException e) {
    String text =
        "%s: expected the database to accept %s, found: %s (%s). Nothing was changed: all statements run in one transaction."
            .formatted(e.at(), e.statement(), e.getMessage(), e.getSQLState());
    return EXISTS.contains(e.getSQLState()) && !remove
        ? text
            + " A part of the install is there, though the query 'installed' says that it has not run: an earlier attempt by hand, or another object of that name. Remove it (godwit packs install %s --remove), or write the statement so that it bears it (create or replace, if not exists), then run this again."
                .formatted(pack)
        : text + " Mend it there, then run this again.";
  }

  private ParameterException wrong(String expected, String found, String action) {
    return new ParameterException(
        spec.commandLine(), "expected %s, found %s; %s".formatted(expected, found, action));
  }
}
