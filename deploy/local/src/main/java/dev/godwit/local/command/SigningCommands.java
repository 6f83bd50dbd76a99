package dev.godwit.local.command;

import dev.godwit.identity.Identity;
import dev.godwit.identity.IdentityName;
import dev.godwit.identity.Role;
import dev.godwit.identity.signature.KeyFileException;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.identity.signature.TrustedKey;
import dev.godwit.local.keys.CommandKeyFolder;
import dev.godwit.local.stack.StackSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs commands for the topic, and keeps the keys that they are signed with. */
@Command(
    name = "command",
    mixinStandardHelpOptions = true,
    description = "Sign commands that are published to Kafka, and manage the keys for that.",
    subcommands = {
      SigningCommands.Sign.class,
      SigningCommands.Keys.class,
      SigningCommands.MakeKey.class,
      SigningCommands.Withdraw.class
    },
    footer = {
      "",
      "Examples:",
      "  godwit command sign approve.json --as ben",
      "  godwit command keys",
      "  godwit command key ben --role approver --days 365"
    })
public final class SigningCommands implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  /** The folder of the keys, and errors as text: all of these commands need them. */
  abstract static class OfKeys implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin StackOptions options;

    @Option(
        names = "--keys",
        paramLabel = "FOLDER",
        description = "Folder of the keys; that of the stack if left out.")
    Path folder;

    abstract int run(CommandKeyFolder keys);

    @Override
    public final Integer call() {
      try {
        return run(
            folder == null ? options.settings().commandKeys() : new CommandKeyFolder(folder));
      } catch (KeyFileException e) {
        spec.commandLine().getErr().println(e.getMessage());
        return ExitCode.SOFTWARE;
      } finally {
        out().flush();
      }
    }

    final PrintWriter out() {
      return spec.commandLine().getOut();
    }
  }

  /** Signs a command in a file. */
  @Command(
      name = "sign",
      mixinStandardHelpOptions = true,
      description =
          "Sign a command in a file, and print the call of kcat that publishes it. A command without commandId gets one, in a file beside it.",
      footer = {
        "",
        "Examples:",
        "  godwit command sign approve.json --as ben",
        "  godwit command sign approve.json --key ~/ben.key.json --life PT2M",
        "Exit codes: 0 signed, 1 no such key, or the file holds no command, 2 wrong usage."
      })
  static final class Sign extends OfKeys {
    @Parameters(paramLabel = "FILE", description = "File with the command as a JSON object.")
    Path file;

    @Option(names = "--as", paramLabel = "NAME", description = "The person whose key signs.")
    String person;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "The private key, where it is not in the folder of the keys.")
    Path key;

    @Option(
        names = "--life",
        paramLabel = "DURATION",
        defaultValue = "PT10M",
        description = "How long the broker may take it, ISO 8601 (${DEFAULT-VALUE}).")
    Duration life;

    @Override
    int run(CommandKeyFolder keys) {
      SigningKey signs = key == null ? ofPerson(keys) : SigningKey.read(key);
      SignedFile signed = SignedFile.of(file, signs, life);
      StackSettings settings = options.settings();
      out().println(signed.kcat(settings.serviceEnvironment().get("GODWIT_KAFKA")));
      spec.commandLine()
          .getErr()
          .println(
              "Signed by %s as command %s; the broker may take it until %s."
                  .formatted(
                      signs.identity(),
                      signed.commandId(),
                      Instant.now().plus(life).truncatedTo(ChronoUnit.SECONDS)));
      return ExitCode.OK;
    }

    private SigningKey ofPerson(CommandKeyFolder keys) {
      if (person == null) {
        throw new KeyFileException(
            "Expected --as NAME or --key FILE, found neither. People with a key here: %s."
                .formatted(String.join(", ", keys.people())));
      }
      return keys.keyOf(person)
          .orElseThrow(
              () ->
                  new KeyFileException(
                      "Expected a key of %s that counts now in %s, found none. People with a key here: %s. Make one with godwit command key."
                          .formatted(person, keys.folder(), String.join(", ", keys.people()))));
    }
  }

  /** Lists the public keys. */
  @Command(
      name = "keys",
      mixinStandardHelpOptions = true,
      description = "List the keys whose signatures count: id, owner, rights, time.",
      footer = {"", "Exit codes: 0 listed, 1 there is no folder of keys, 2 wrong usage."})
  static final class Keys extends OfKeys {
    @Override
    int run(CommandKeyFolder keys) {
      Instant now = Instant.now();
      out().printf("%-44s %-20s %-28s %-12s %s%n", "kid", "owner", "may", "customers", "counts");
      for (TrustedKey key : keys.keys()) {
        Set<String> customers = new TreeSet<>(key.owner().customers());
        out()
            .printf(
                "%-44s %-20s %-28s %-12s %s%n",
                key.id(),
                key.owner().name(),
                key.vouches()
                    ? "vouch for people"
                    : key.owner().roles().stream()
                        .map(Role::text)
                        .sorted()
                        .collect(Collectors.joining(", ")),
                customers.isEmpty() ? "all" : String.join(", ", customers),
                counts(key, now));
      }
      return ExitCode.OK;
    }

    private static String counts(TrustedKey key, Instant now) {
      if (key.isValidAt(now)) {
        return key.until() == null ? "until it is withdrawn" : "until " + key.until();
      }
      return key.until() != null && !now.isBefore(key.until())
          ? "no more, since " + key.until()
          : "from " + key.from();
    }
  }

  /** Makes a key. */
  @Command(
      name = "key",
      mixinStandardHelpOptions = true,
      description = {
        "Make a key of a person or a service: a private file, and a line in command-keys.json, which the orchestrator reads again by itself.",
        "Without --role it has the rights of the newest key of that name; older keys go on counting until they are withdrawn."
      },
      footer = {
        "",
        "Examples:",
        "  godwit command key ben --role approver --role steward --days 365",
        "  godwit command key crm-sync --role operator --customer acme",
        "Exit codes: 0 made, 1 the name or the rights are missing, 2 wrong usage."
      })
  static final class MakeKey extends OfKeys {
    @Parameters(paramLabel = "NAME", description = "The name that the history will show.")
    String name;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "viewer, operator, approver, steward or administrator. Repeatable.")
    List<String> roles = List.of();

    @Option(
        names = "--customer",
        paramLabel = "CUSTOMER",
        description = "A customer that it may act on; all if left out. Repeatable.")
    List<String> customers = List.of();

    @Option(names = "--days", paramLabel = "DAYS", description = "Counts for so many days.")
    Integer days;

    @Override
    int run(CommandKeyFolder keys) {
      IdentityName.flaw(name)
          .ifPresent(
              flaw -> {
                throw new KeyFileException(
                    "Expected a name of visible letters of one script, found %s. Choose another."
                        .formatted(flaw));
              });
      Instant until =
          days == null
              ? null
              : Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
      SigningKey key = keys.add(owner(keys), until);
      out()
          .println(
              "Made the key %s of %s. Its private half is %s."
                  .formatted(key.id(), name, keys.folder().resolve(key.id() + ".key.json")));
      return ExitCode.OK;
    }

    private Identity owner(CommandKeyFolder keys) {
      if (!roles.isEmpty()) {
        Set<Role> given = new HashSet<>();
        for (String role : roles) {
          given.add(
              Role.of(role)
                  .orElseThrow(
                      () ->
                          new KeyFileException(
                              "Expected a role out of viewer, operator, approver, steward, administrator, found another. Correct --role.")));
        }
        return new Identity(name, given, Set.copyOf(customers));
      }
      return keys.keys().reversed().stream()
          .map(TrustedKey::owner)
          .filter(owner -> owner.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new KeyFileException(
                      "Expected --role for %s, who has no key yet, found none. Add it."
                          .formatted(name)));
    }
  }

  /** Withdraws a key. */
  @Command(
      name = "withdraw",
      mixinStandardHelpOptions = true,
      description = "Withdraw a key: the orchestrator refuses what it signs within a second.",
      footer = {"", "Exit codes: 0 withdrawn, 1 there is no such key, 2 wrong usage."})
  static final class Withdraw extends OfKeys {
    @Parameters(paramLabel = "KID", description = "Id of the key, see godwit command keys.")
    String id;

    @Override
    int run(CommandKeyFolder keys) {
      if (!keys.withdraw(id)) {
        throw new KeyFileException(
            "Expected the kid of a key, found none of the id %s. See godwit command keys."
                .formatted(id));
      }
      out().println("Withdrawn: " + id);
      return ExitCode.OK;
    }
  }
}
