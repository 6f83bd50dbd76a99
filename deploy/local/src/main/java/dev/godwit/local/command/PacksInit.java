package dev.godwit.local.command;

import dev.godwit.local.stack.StackSettings;
import dev.godwit.pack.draft.DraftException;
import dev.godwit.pack.draft.DraftOptions;
import dev.godwit.pack.draft.InitResult;
import dev.godwit.pack.draft.PacksInitCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the first draft of a pack from the catalogue of a database. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Read the catalogue of a PostgreSQL database and write the first draft of a pack.",
      "It reads no rows and writes nothing to the database. Guesses are marked in the file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the draft is written; its check has no finding",
      "1:the draft is written; there are findings, such as lines to fill in",
      "2:the database could not be reached or read: nothing is written; or it went away before the check: the draft is written",
      "64:the command line is wrong; nothing is written"
    },
    exitCodeOnInvalidInput = 64,
    footer = {
      "",
      "Examples:",
      "  godwit packs init --from jdbc:postgresql://127.0.0.1:5432/crm --user reader",
      "  godwit packs init --from jdbc:postgresql://db/crm --customer account --name old-crm",
      "  godwit packs init --from jdbc:postgresql://db/new --kind target --schema app",
      "  CRM_PASSWORD=… godwit packs init --from jdbc:postgresql://db/crm --password-variable CRM_PASSWORD"
    })
final class PacksInit implements Callable<Integer> {
  private static final int NOT_REACHED = 2;
  private static final int WRONG_USAGE = 64;

  /** Kind of a pack. */
  enum Kind {
    SOURCE,
    TARGET
  }

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stack;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "JDBC-URL",
      description =
          "The database: jdbc:postgresql://host:port/database, without user and password.")
  private String url;

  @Option(names = "--user", description = "User; default: PGUSER, else the user of this system.")
  private String user;

  @Option(
      names = "--password-variable",
      paramLabel = "VARIABLE",
      description =
          "Name of the environment variable that has the password; default: GODWIT_SOURCE_PASSWORD"
              + " or GODWIT_TARGET_PASSWORD. The password itself is never written.")
  private String passwordVariable;

  @Option(
      names = "--schema",
      split = ",",
      description = "Schemas to read; default: public, or the only one with tables.")
  private List<String> schemas = List.of();

  @Option(
      names = "--kind",
      defaultValue = "source",
      description = "source or target; default: source.")
  private Kind kind;

  @Option(
      names = "--name",
      description = "Name of the pack; default: the database's, and the kind.")
  private String name;

  @Option(
      names = "--out",
      defaultValue = "packs",
      paramLabel = "FOLDER",
      description = "Folder in which the pack's folder is made; default: packs.")
  private Path out;

  @Option(
      names = "--customer",
      paramLabel = "TABLE[.COLUMN]",
      description = "Table with a row for each customer, where the guess is wrong.")
  private String customer;

  @Option(names = "--force", description = "Replace the pack.yaml of a pack that exists.")
  private boolean force;

  private final UnaryOperator<String> given;

  PacksInit() {
    this(null);
  }

  /** With the environment; null for that of the process and the local stack. */
  PacksInit(UnaryOperator<String> given) {
    this.given = given;
  }

  private UnaryOperator<String> environment() {
    return given != null
        ? given
        : stack.settings().packEnvironment(StackSettings.processEnvironment())::get;
  }

  @Override
  public Integer call() {
    try {
      InitResult result = new PacksInitCommand(environment()).run(options());
      PrintWriter print = spec.commandLine().getOut();
      print.print(result.text());
      print.flush();
      return result.exitCode();
    } catch (DraftException e) {
      PrintWriter print = spec.commandLine().getErr();
      print.println(e.getMessage());
      print.flush();
      return e.isWrongUsage() ? WRONG_USAGE : NOT_REACHED;
    }
  }

  private DraftOptions options() {
    String named = environment().apply("PGUSER");
    String standard = named == null ? System.getProperty("user.name") : named;
    return new DraftOptions(
        url,
        user == null ? standard : user,
        passwordVariable == null ? "GODWIT_" + kind + "_PASSWORD" : passwordVariable,
        schemas,
        kind == Kind.TARGET,
        name,
        out,
        customer,
        force);
  }
}
