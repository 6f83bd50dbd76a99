package dev.godwit.cli;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.QuarantinePresenter;
import dev.godwit.cli.client.OrchestratorClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Shows the quarantine; its subcommands empty it. */
@Command(
    name = "quarantine",
    description = {
      "Quarantined records of a run, by entity, stage and reason, with examples, with what they violate beside, and with the records that wait for them.",
      "Examples are ids and positions; the records themselves are in crm.quarantine.v1.",
      "--all --csv FILE exports every record: reason, stage, key, field, limit, length, root cause, position and other violations."
    },
    subcommands = {
      QuarantineShowCommand.class,
      MigrationCommands.WaiveFindings.class,
      QuarantineRedriveCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit quarantine acme",
      "  godwit quarantine show acme --reason LIMIT_EXCEEDED",
      "  godwit quarantine redrive acme --reason LIMIT_EXCEEDED",
      "  godwit quarantine acme --run 1 --json",
      "  godwit quarantine acme --all --csv acme.csv",
      "  godwit quarantine acme --all --csv acme.csv --with-values"
    })
public final class QuarantineCommand extends OrchestratorCommand {
  @Parameters(
      paramLabel = "CUSTOMER",
      arity = "0..1",
      description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "Number of the run; the latest if left out.")
  int run;

  @Option(names = "--all", description = "Every record, not examples alone; needs --csv.")
  boolean everything;

  @Option(names = "--csv", paramLabel = "FILE", description = "File that --all is written to.")
  Path csv;

  @Option(
      names = "--with-values",
      description =
          "Write the records' values, personal data among them, to the file too; its owner alone can read it.")
  boolean withValues;

  @Override
  protected int run(OrchestratorClient client) {
    if (customer == null) {
      throw new ParameterException(
          spec.commandLine(), "expected CUSTOMER, the customer's id in the source, but found none");
    }
    if (everything != (csv != null) || (withValues && !everything)) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --all and --csv FILE together, and --with-values with both only");
    }
    return everything ? export(client) : list(client);
  }

  private int export(OrchestratorClient client) {
    try {
      QuarantinedRecordAnswer.End end =
          QuarantineFile.write(
              csv, withValues, sink -> client.quarantinedRecords(customer, run, withValues, sink));
      if (json) {
        writeJson(
            Map.of(
                "file", csv.toString(), "records", end.records(), "unreadable", end.unreadable()));
        return ExitCodes.OK;
      }
      out()
          .printf(
              "%s of %s, %s, written to %s.%n",
              Figures.number(end.records(), "record", "records"),
              customer,
              withValues ? "values included" : "without values",
              csv);
      if (end.unreadable() > 0) {
        err()
            .printf(
                "%s of the topic could not be read and are not in it.%n",
                Figures.count(end.unreadable()));
      }
      return ExitCodes.OK;
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "expected a file that can be written, found %s: %s"
              .formatted(csv, e.getClass().getSimpleName()),
          e);
    }
  }

  private int list(OrchestratorClient client) {
    List<QuarantineAnswer> all = client.quarantine(customer, run);
    if (json) {
      writeJson(all);
    } else {
      out().print(text(customer, all));
    }
    return ExitCodes.OK;
  }

  private static String text(String customer, List<QuarantineAnswer> all) {
    if (all.isEmpty()) {
      return "Nothing was quarantined.\n";
    }
    StringBuilder out = new StringBuilder();
    for (QuarantineAnswer q : all) {
      out.append(
          "%s  %s by %s: %s%s%s%n"
              .formatted(
                  q.reason(),
                  Figures.word(q.entity()),
                  Figures.word(q.stage()),
                  Figures.count(q.count()),
                  q.longest() == null || q.limit() == null
                      ? ""
                      : ", up to %s where the limit is %s"
                          .formatted(Figures.count(q.longest()), Figures.count(q.limit())),
                  q.waivedUpTo() == 0 ? "" : ", waived up to " + Figures.upTo(q.waivedUpTo())));
      out.append(QuarantinePresenter.beside(q));
      q.examples()
          .forEach(e -> out.append("    ").append(QuarantinePresenter.position(e)).append("\n"));
      if (q.count() > q.examples().size()) {
        out.append(
            "    %d of %s shown; all of them: godwit quarantine %s --run %d --all --csv FILE%n"
                .formatted(q.examples().size(), Figures.count(q.count()), customer, q.run()));
      }
    }
    return out.toString();
  }
}
