package dev.godwit.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.Finding;
import dev.godwit.pack.check.CheckedPack;
import dev.godwit.pack.check.PacksCheckCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands for packs, the files that describe a source or a target system. */
@Command(
    name = "packs",
    mixinStandardHelpOptions = true,
    description =
        "Draft, check, install, try and reload packs, the files that describe a source or a target system.",
    subcommands = {
      PacksInit.class,
      PacksCommand.Check.class,
      PacksInstall.class,
      PacksPreview.class,
      PacksReload.class
    })
public final class PacksCommand {

  /** Reads packs and compares them with their databases' catalogues. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Read a pack's folder, or a folder of packs, and compare it with its database.",
        "All findings of all packs are reported, each with its file, line and column.",
        "A pack sees the variables that the local stack gives its services, so that it fits a stack on other ports."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:no finding",
        "1:there are findings",
        "2:a database could not be reached; there is no finding otherwise",
        "64:the command line is wrong"
      },
      exitCodeOnInvalidInput = 64,
      footer = {
        "",
        "Examples:",
        "  godwit packs check schemas/packs/reference",
        "  GODWIT_SOURCE_PASSWORD=… godwit packs check my-crm",
        "  godwit packs check my-crm --offline",
        "  godwit packs check my-crm --json"
      })
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private StackOptions options;

    @Parameters(paramLabel = "DIR", description = "A pack's folder, or a folder of packs.")
    private Path directory;

    @Option(names = "--offline", description = "Read only the files, no database.")
    private boolean offline;

    @Option(names = "--json", description = "Print JSON, one object for each pack.")
    private boolean json;

    @Override
    public Integer call() {
      Map<String, String> variables =
          options.settings().packEnvironment(StackSettings.processEnvironment());
      List<CheckedPack> checked = new PacksCheckCommand(variables::get).check(directory, !offline);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(checked).toPrettyString());
      } else {
        checked.forEach(pack -> out.println(pack.text()));
      }
      out.flush();
      return PacksCheckCommand.exitCode(checked);
    }

    private static ArrayNode json(List<CheckedPack> checked) {
      ArrayNode packs = new ObjectMapper().createArrayNode();
      for (CheckedPack pack : checked) {
        ObjectNode node = packs.addObject();
        node.put("pack", pack.name());
        node.put("fingerprint", pack.fingerprint());
        node.put("state", pack.state().name());
        node.put("problem", pack.problem());
        ArrayNode findings = node.putArray("findings");
        for (Finding finding : pack.findings()) {
          findings
              .addObject()
              .put("file", finding.at().file())
              .put("line", finding.at().line())
              .put("column", finding.at().column())
              .put("expected", finding.expected())
              .put("found", finding.found())
              .put("action", finding.action());
        }
        ArrayNode notes = node.putArray("notes");
        pack.notes().forEach(notes::add);
      }
      return packs;
    }
  }
}
