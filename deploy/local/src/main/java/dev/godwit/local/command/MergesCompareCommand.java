package dev.godwit.local.command;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Problem;
import dev.godwit.cli.ExitCodes;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.extractor.snapshot.PairComparison;
import dev.godwit.linkage.ComparedField;
import dev.godwit.linkage.Explanation;
import dev.godwit.linkage.LinkageException;
import dev.godwit.linkage.PairEvidence;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.failure.StageFailedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two rows of the source, whether a plan proposed them or not. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compare two rows of the source as the plan of a run does, and show what each field weighs: also rows that no plan proposed.",
      "The weights are learned from all rows of the entity as they are now, so it takes as long as the search of a plan. Nothing is written, and no value is shown."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the rows were compared",
      "2:wrong usage, an unknown row, or an entity that the pack looks for no candidates of",
      "4:the orchestrator does not answer",
      "5:no such migration",
      "8:the source could not be read"
    },
    footer = {
      "",
      "Examples:",
      "  godwit merges compare acme 4711 815",
      "  godwit merges compare acme 12 34 --entity companies --json"
    })
public final class MergesCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Parameters(
      index = "0",
      paramLabel = "CUSTOMER",
      description = "The customer's id in the source.")
  private String customer;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of a row in the source.")
  private String left;

  @Parameters(index = "2", paramLabel = "ID", description = "Id of the other row.")
  private String right;

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      defaultValue = "contacts",
      description = "Entity of the rows (${DEFAULT-VALUE}).")
  private String entity;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      return compare();
    } catch (UnreachableException e) {
      return complain(ExitCodes.UNREACHABLE, e.problem());
    } catch (RefusedException e) {
      return complain(e.status() == 404 ? ExitCodes.UNKNOWN : ExitCodes.UNAVAILABLE, e.problem());
    } catch (LinkageException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCodes.USAGE;
    } catch (StageFailedException e) {
      spec.commandLine().getErr().println(e.getMessage() + " " + e.action());
      return ExitCodes.UNAVAILABLE;
    } catch (SQLException e) {
      return complain(
          ExitCodes.UNAVAILABLE,
          new Problem(
              "the source database to give the rows",
              e.getMessage(),
              "Check the source pack: godwit packs check"));
    } finally {
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().flush();
    }
  }

  private int compare() throws SQLException, StageFailedException {
    Map<String, String> variables =
        options.settings().packEnvironment(StackSettings.processEnvironment());
    Path folder = Path.of(variables.get("GODWIT_PACKS"));
    MigrationAnswer migration =
        StackIdentities.client(options.settings(), variables.get("GODWIT_ORCHESTRATOR"))
            .migration(customer);
    SourcePack pack = Packs.open(folder, variables::get).sources().get(migration.sourcePack());
    if (pack == null) {
      return complain(
          ExitCodes.USAGE,
          new Problem(
              "the source pack %s of the customer in %s".formatted(migration.sourcePack(), folder),
              "none",
              "Name the folder of the packs: GODWIT_PACKS."));
    }
    SourceEntity source =
        pack.entities().values().stream()
            .filter(one -> one.entity().text().equals(entity) && one.candidates() != null)
            .findFirst()
            .orElse(null);
    if (source == null) {
      return complain(
          ExitCodes.USAGE,
          new Problem(
              "an entity of which pack %s looks for candidates".formatted(pack.name()),
              "'" + entity + "'",
              "Name another one with --entity, or add candidates to the pack."));
    }
    try (Connection connection = pack.database().openForReading()) {
      connection.setAutoCommit(false);
      show(PairComparison.of(connection, source, customer, new SearchSettings(), left, right));
    }
    return ExitCodes.OK;
  }

  private void show(Explanation explanation) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(explanation));
      return;
    }
    out.println(explanation.text());
    PairEvidence evidence = explanation.evidence();
    out.printf(Locale.ROOT, "%n  %-24s %-10s %8s%n", "field", "agreement", "bits");
    out.printf(Locale.ROOT, "  %-24s %-10s %8.1f%n", "before any field", "", evidence.prior());
    for (ComparedField field : evidence.fields()) {
      out.printf(
          Locale.ROOT,
          "  %-24s %-10s %8.1f%n",
          field.field(),
          field.level().name().toLowerCase(Locale.ROOT),
          field.weight());
    }
    out.printf(Locale.ROOT, "  %-24s %-10s %8.1f%n", "in all", "", evidence.weight());
  }

  private int complain(int code, Problem problem) {
    spec.commandLine().getErr().print(problem.text());
    return code;
  }
}
