package dev.godwit.local.command;

import dev.godwit.local.preview.Preview;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.session.TransactionPoolerException;
import dev.godwit.worker.failure.StageFailedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what each stage makes of a few rows of a customer. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "Show for a few rows of a customer what each stage makes of them: the row of the source,",
      "the extracted record, and the rows of the target, or why the record is quarantined.",
      "Nothing is written. Contacts are not merged. The output has the customer's data.",
      "Findings of the source pack, and of the two packs as a pair, are printed, and the rows are shown all the same.",
      "Packs see the variables that the local stack gives its services, so that they fit a stack on other ports."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every row shown has its rows in the target",
      "1:a row is quarantined or would stop the run, or a pack has findings",
      "2:a database could not be reached, or refused a query",
      "64:the command line is wrong"
    },
    exitCodeOnInvalidInput = 64,
    footer = {
      "",
      "Examples:",
      "  godwit packs preview packs/old-crm --customer 17",
      "  godwit packs preview packs/old-crm packs/new-crm --customer 17 --entity contacts --rows 20"
    })
final class PacksPreview implements Callable<Integer> {
  private static final int QUARANTINED = 1;
  private static final int NOT_REACHED = 2;
  private static final int MOST_ROWS = 1000;

  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Parameters(
      paramLabel = "PACK",
      arity = "1..2",
      description = "Folder of a source pack, and that of a target pack.")
  private List<Path> folders;

  @Option(names = "--customer", required = true, description = "Id of the customer in the source.")
  private String customer;

  @Option(names = "--rows", defaultValue = "5", description = "Rows of each entity; default: 5.")
  private int rows;

  @Option(names = "--entity", description = "Only this entity.")
  private String entity;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return preview(out, err) == 0 ? 0 : QUARANTINED;
    } catch (PackException e) {
      e.findings().forEach(err::println);
      return QUARANTINED;
    } catch (StageFailedException e) {
      err.println(e.getMessage() + " " + e.action());
      return QUARANTINED;
    } catch (TransactionPoolerException e) {
      err.println(e.getMessage());
      return NOT_REACHED;
    } catch (SQLException e) {
      err.println(
          "expected the database to give a few rows, found: "
              + e.getMessage()
              + "; check the pack with: godwit packs check "
              + folders.getFirst());
      return NOT_REACHED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private int preview(PrintWriter out, PrintWriter err) throws SQLException, StageFailedException {
    Map<String, String> variables =
        options.settings().packEnvironment(StackSettings.processEnvironment());
    List<SourcePack> sources = new ArrayList<>();
    List<TargetPack> targets = new ArrayList<>();
    for (Path folder : folders) {
      Packs packs = Packs.load(folder, variables::get);
      sources.addAll(packs.sources().values());
      targets.addAll(packs.targets().values());
    }
    if (sources.size() != 1 || targets.size() > 1) {
      throw wrong(
          "one source pack, and at most one target pack",
          sources.size() + " and " + targets.size(),
          "name the folder of each pack");
    }
    if (rows < 1 || rows > MOST_ROWS) {
      throw wrong("from 1 to " + MOST_ROWS + " --rows", "" + rows, "choose fewer");
    }
    SourcePack source = sources.getFirst();
    List<String> names = source.entities().keySet().stream().map(e -> e.text()).toList();
    if (entity != null && !names.contains(entity)) {
      throw wrong("an entity of the source pack", "'" + entity + "'", "name one of " + names);
    }
    TargetPack target = targets.isEmpty() ? null : targets.getFirst();
    return new Preview(source, target, customer, out, finding -> err.println(finding))
        .show(entity, rows);
  }

  private ParameterException wrong(String expected, String found, String action) {
    return new ParameterException(
        spec.commandLine(), "expected %s, found %s; %s".formatted(expected, found, action));
  }
}
