package dev.godwit.local.command;

import dev.godwit.pack.check.PacksCheckCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Packs: what describes a source or a target system. */
@Command(
    name = "packs",
    mixinStandardHelpOptions = true,
    description = "Works with packs, which describe a source or a target system.",
    subcommands = PacksCommand.Check.class)
public final class PacksCommand {

  /** Reads packs and holds them against their databases' catalogues. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a pack's folder, or a folder of packs, and holds it against its database.",
        "Every finding is printed with file, line and column."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:every pack is good",
        "1:there are findings",
        "2:a database could not be reached; the packs were read without a finding",
        "64:the command line is wrong"
      },
      exitCodeOnInvalidInput = 64,
      footer = {
        "",
        "Examples:",
        "  godwit packs check schemas/packs/reference",
        "  GODWIT_SOURCE_PASSWORD=… godwit packs check my-old-crm",
        "  godwit packs check my-old-crm --offline"
      })
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A pack's folder, or a folder of packs.")
    private Path directory;

    @Option(names = "--offline", description = "Only read the files; ask no database.")
    private boolean offline;

    @Override
    public Integer call() {
      return new PacksCheckCommand(System::getenv, new PrintStream(System.out, true))
          .run(directory, !offline);
    }
  }
}
