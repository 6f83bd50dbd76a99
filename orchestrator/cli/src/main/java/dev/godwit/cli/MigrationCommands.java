package dev.godwit.cli;

import dev.godwit.cli.client.OrchestratorClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The commands that change a migration. Each publishes the command of the topic that it names. */
final class MigrationCommands {
  private MigrationCommands() {}

  /** A command for one customer; the class has the name of the command on the topic. */
  abstract static class ForCustomer extends PublishCommand {
    @Parameters(
        index = "0",
        paramLabel = "CUSTOMER",
        description = "The customer's id in the source.")
    String customer;

    @Override
    String command() {
      return getClass().getSimpleName();
    }

    @Override
    String subject() {
      return customer;
    }
  }

  /** A command that begins a run or continues one, and can follow it at once. */
  abstract static class Beginning extends ForCustomer {
    @Option(
        names = "--watch",
        description = "Follow the run until it ends; the exit code says how it ended.")
    boolean watch;

    @Override
    boolean follows() {
      return watch;
    }
  }

  @Command(
      name = "rehearse",
      description =
          "Assess a customer and rehearse its migration into staging; the source stays open.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  godwit rehearse acme --by ann --why \"first look\"",
        "  godwit rehearse acme --by ann --watch",
        "  godwit rehearse acme --source-pack reference-legacy --target-pack reference-crm",
        "  godwit rehearse acme --target-pack our-desk --account 4711"
      })
  static final class RehearseMigration extends Beginning {
    @Option(
        names = "--source-pack",
        paramLabel = "PACK",
        defaultValue = "",
        description = "Pack of the source; the orchestrator's default if left out.")
    String sourcePack;

    @Option(
        names = "--target-pack",
        paramLabel = "PACK",
        defaultValue = "",
        description = "Pack of the target; the orchestrator's default if left out.")
    String targetPack;

    @Option(
        names = "--account",
        paramLabel = "KEY",
        description =
            "The customer's account in the target, for a target pack with 'account: {given: …}'. It holds for later runs too, until another is given.")
    String account;

    @Override
    void complete(Map<String, Object> fields) {
      fields.put("sourcePack", sourcePack);
      fields.put("targetPack", targetPack);
      fields.put("account", account);
    }

    @Override
    int follow(OrchestratorClient client) throws InterruptedException {
      int code = super.follow(client);
      if (!json) {
        out().println("Its answer, and what remains: godwit rehearsal " + customer);
      }
      return code;
    }
  }

  @Command(
      name = "approve",
      description =
          "Allow the live run after a passed rehearsal. The approver is neither the requester nor the author of the rehearsal. It is refused while a finding of the rehearsal is not waived.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  godwit approve acme --by ben --why \"rehearsed without findings\"",
        "  godwit approve acme --by ben --waive-findings --why \"the 12 bad addresses are known\"",
        "  godwit approve acme --by ben --why known --waive contacts:BAD_ADDRESS:12 --waive emails:BAD_DATE:3",
        "  godwit approve acme --by ben --why \"they begin anew\" --waive contacts:EMPTY_CUSTOMER"
      })
  static final class ApproveMigration extends ForCustomer {
    @Option(
        names = "--waive",
        paramLabel = "ENTITY:REASON[:UPTO]",
        converter = WaiverConverter.class,
        description =
            "Records quarantined for this reason may stay behind, at most UPTO. Repeatable.")
    List<Waiver> waivers = List.of();

    @Option(
        names = "--waive-findings",
        description =
            "Everything that the rehearsal quarantined may stay behind, up to its count. "
                + "LOW_SHARE, EMPTY_CUSTOMER, UNDECIDED_MERGE and replaced values are waived by "
                + "name only.")
    boolean waiveFindings;

    @Option(
        names = "--anyway",
        description =
            "Approve though findings are not waived: the live run is then held while its customer is frozen, until somebody waives.")
    boolean anyway;

    @Override
    void complete(Map<String, Object> fields) {
      fields.put("waivers", fields(waivers));
      fields.put("waiveFindings", waiveFindings);
      fields.put("anyway", anyway);
    }
  }

  @Command(
      name = "start",
      description = "Begin the live run: freeze, copy, reconcile, commit.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit start acme --by ann", "  godwit start acme --by ann --watch"})
  static final class StartMigration extends Beginning {
    @Option(
        names = "--account",
        paramLabel = "KEY",
        description =
            "The account that was rehearsed; the start is refused where it was another one. Not needed: it is taken by itself.")
    String account;

    @Override
    void complete(Map<String, Object> fields) {
      fields.put("account", account);
    }
  }

  @Command(
      name = "pause",
      description = "Begin no new step or chunk; steps and chunks under way are finished.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit pause acme --by ann --why \"their newsletter goes out at ten\""})
  static final class PauseMigration extends ForCustomer {}

  @Command(
      name = "resume",
      description = {
        "Continue a paused migration, or a held run after its fault was mended.",
        "A stage that failed continues where it stopped. A run that a verdict holds has its quarantined records loaded again, or is cut again, and judged anew."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  godwit resume acme --by ann",
        "  godwit resume acme --by ann --why \"the column is wider now\" --watch"
      })
  static final class ResumeMigration extends Beginning {}

  @Command(
      name = "rollback",
      description = "End the run: purge the target, prove it empty, reopen the source.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit rollback acme --by ann --why \"the address book is missing\""})
  static final class RollBackMigration extends ForCustomer {}

  @Command(
      name = "waive",
      description =
          "Let quarantined records of a held run stay behind, so that it can be committed.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  godwit waive acme contacts:BAD_ADDRESS:14 --by ben --why \"two more since the rehearsal, looked at\""
      })
  static final class WaiveFindings extends ForCustomer {
    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "ENTITY:REASON[:UPTO]",
        converter = WaiverConverter.class,
        description = "Records that may stay behind, and at most how many.")
    List<Waiver> waivers;

    @Override
    void complete(Map<String, Object> fields) {
      fields.put("waivers", fields(waivers));
    }
  }

  @Command(
      name = "cut",
      description = {
        "Cut live engagement now and have it reconciled: of a held run, or after the commit.",
        "The clock does the same at a set interval (GODWIT_LIVE_CUT_EVERY)."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  godwit cut acme --by ann --why \"an open is missing\"",
        "  godwit cut acme --by ann && sleep 5 && godwit report acme"
      })
  static final class TakeCut extends ForCustomer {}

  @Command(
      name = "cancel",
      description = "Give up before anything is frozen.",
      footerHeading = "%nExamples:%n",
      footer = {"  godwit cancel acme --by ann --why \"they stay where they are\""})
  static final class CancelMigration extends ForCustomer {}

  @Command(
      name = "programme",
      description =
          "Pause or resume the whole programme: no migration begins a new step meanwhile.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  godwit programme pause --by ann --why \"holidays\"",
        "  godwit programme resume --by ann"
      })
  static final class Programme extends PublishCommand {
    enum Action {
      pause,
      resume
    }

    @Parameters(paramLabel = "pause|resume", description = "What to do.")
    Action action;

    @Override
    String command() {
      return action == Action.pause ? "PauseProgramme" : "ResumeProgramme";
    }

    @Override
    String subject() {
      return "*";
    }
  }

  /**
   * A waiver as it is typed: {@code ENTITY:REASON[:UPTO]}.
   *
   * @param entity CONTACTS, EMAILS, ENGAGEMENTS, or one that the packs declare, in capitals
   * @param reason reason of the quarantine, e.g. BAD_ADDRESS, or of another finding
   * @param upTo at most so many records; milliseconds for a page that is slow
   */
  record Waiver(String entity, String reason, long upTo) {}

  static final class WaiverConverter implements ITypeConverter<Waiver> {
    private static final Pattern ENTITY = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");

    /** A reason, or the name of a finding with the name of a field or of a page in it. */
    private static final Pattern REASON =
        Pattern.compile(
            "[A-Za-z][A-Za-z_]*|REPLACED\\.\\w+\\.[A-Z_]+|(SLOW|FAILED)_PROBE\\.[A-Z0-9_]+");

    @Override
    public Waiver convert(String text) {
      String[] parts = text.split(":", -1);
      parts[0] = parts[0].toUpperCase(Locale.ROOT);
      if (parts.length < 2
          || parts.length > 3
          || !ENTITY.matcher(parts[0]).matches()
          || !REASON.matcher(parts[1]).matches()
          || (parts.length == 3 && !parts[2].matches("\\d{1,18}"))) {
        throw new TypeConversionException(
            "expected ENTITY:REASON or ENTITY:REASON:UPTO, such as contacts:BAD_ADDRESS:12 or contacts:REPLACED.address.BAD_ADDRESS:12, but found '"
                + text
                + "'");
      }
      String reason = parts[1].indexOf('.') < 0 ? parts[1].toUpperCase(Locale.ROOT) : parts[1];
      return new Waiver(
          parts[0], reason, parts.length == 3 ? Long.parseLong(parts[2]) : Long.MAX_VALUE);
    }
  }
}
