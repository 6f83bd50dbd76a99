package dev.godwit.cli;

import dev.godwit.cli.client.Json;
import dev.godwit.identity.Identity;
import dev.godwit.identity.InvalidIdentitiesException;
import dev.godwit.identity.Role;
import dev.godwit.identity.TokenFolder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The identities of the local stack: lists, adds and removes them, and replaces their tokens. */
@Command(
    name = "identities",
    mixinStandardHelpOptions = true,
    description = {
      "The identities of the local stack, their roles and customers.",
      "The orchestrator reads the file again when it changes: a new token counts, and an old one ends, with the next request."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong usage, or the files of the identities cannot be read or written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit identities",
      "  godwit identities add zoe --role operator --role steward --customer acme",
      "  godwit identities rotate ben",
      "  godwit identities remove zoe"
    })
public final class IdentitiesCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin SecretsOption secrets;

  @Option(names = "--json", description = "Write JSON for programs instead of text for people.")
  boolean json;

  @Override
  public Integer call() {
    return inFolder(
        spec,
        () -> {
          for (Identity one : secrets.folder().identities().all()) {
            print(one);
          }
        });
  }

  private void print(Identity one) {
    List<String> roles = one.roles().stream().map(Role::text).sorted().toList();
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("name", one.name());
      line.put("roles", roles);
      line.put("customers", new TreeSet<>(one.customers()));
      spec.commandLine().getOut().println(Json.line(line));
    } else {
      String customers =
          one.customers().isEmpty()
              ? "all customers"
              : one.customers().stream().sorted().collect(Collectors.joining(", "));
      spec.commandLine()
          .getOut()
          .println("%-16s %-24s %s".formatted(one.name(), String.join(", ", roles), customers));
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Add an identity with a new token, which is kept in the stack's folder.")
  int add(
      @Parameters(paramLabel = "NAME", description = "Its name, as the history shows it.")
          String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              converter = RoleConverter.class,
              description = "viewer, operator, approver, steward or administrator. Repeatable.")
          List<Role> roles,
      @Option(
              names = "--customer",
              paramLabel = "CUSTOMER",
              description = "A customer that it may act on; all if left out. Repeatable.")
          List<String> customers,
      @Mixin SecretsOption of) {
    Set<String> only = customers == null ? Set.of() : Set.copyOf(customers);
    return changed(
        "add", of, folder -> folder.add(new Identity(name, Set.copyOf(roles), only)), name);
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description =
          "Replace the token of an identity. The old token ends with the next request, and so do sessions of browsers that began with it.")
  int rotate(
      @Parameters(paramLabel = "NAME", description = "The identity.") String name,
      @Mixin SecretsOption of) {
    return changed("rotate", of, folder -> folder.rotate(name), name);
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove an identity and its token. The history keeps its name.")
  int remove(
      @Parameters(paramLabel = "NAME", description = "The identity.") String name,
      @Mixin SecretsOption of) {
    return inFolder(
        spec.subcommands().get("remove").getCommandSpec(),
        () -> {
          of.folder().remove(name);
          spec.commandLine().getOut().println("Removed " + name + ". Its token counts no more.");
        });
  }

  /** A change that makes a token. */
  private interface Change {
    String in(TokenFolder folder);
  }

  private int changed(String command, SecretsOption of, Change change, String name) {
    return inFolder(
        spec.subcommands().get(command).getCommandSpec(),
        () -> {
          change.in(of.folder());
          spec.commandLine()
              .getOut()
              .println("%s has a new token, in %s.".formatted(name, of.folder().tokensFile()));
        });
  }

  private static int inFolder(CommandSpec command, Runnable work) {
    try {
      work.run();
      return ExitCodes.OK;
    } catch (InvalidIdentitiesException e) {
      command.commandLine().getErr().println(e.getMessage());
      return ExitCodes.USAGE;
    } finally {
      command.commandLine().getOut().flush();
      command.commandLine().getErr().flush();
    }
  }

  static final class RoleConverter implements ITypeConverter<Role> {
    @Override
    public Role convert(String text) {
      return Role.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected viewer, operator, approver, steward or administrator, but found '"
                          + text
                          + "'"));
    }
  }
}
