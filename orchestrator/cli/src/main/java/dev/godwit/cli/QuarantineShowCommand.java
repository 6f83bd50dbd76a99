package dev.godwit.cli;

import dev.godwit.api.HeldRecordAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.ViolationAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.QuarantinePresenter;
import dev.godwit.cli.client.OrchestratorClient;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Shows single records of the quarantine. */
@Command(
    name = "show",
    description = {
      "Records in quarantine with everything that they violate, and what waits for them.",
      "Without --with-values, only ids, fields and positions are shown."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit quarantine show acme --reason LIMIT_EXCEEDED",
      "  godwit quarantine show acme --entity contacts --id 4711 --with-values",
      "  godwit quarantine show acme --entity emails --most 100 --json"
    })
final class QuarantineShowCommand extends OrchestratorCommand {
  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = "--run",
      paramLabel = "N",
      description = "Number of the run; the latest if left out.")
  int run;

  @Option(names = "--reason", paramLabel = "REASON", description = "Only records of this reason.")
  String reason;

  @Option(names = "--entity", paramLabel = "ENTITY", description = "Only records of this entity.")
  String entity;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "With --entity: the record with this id in the source.")
  String id;

  @Option(
      names = "--with-values",
      description = "Show the values of the records too; they are personal data.")
  boolean withValues;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many records, up to 1,000 (${DEFAULT-VALUE}).")
  int most;

  @Override
  protected int run(OrchestratorClient client) {
    if (reason == null && entity == null) {
      throw usage("expected --reason or --entity, but found neither");
    }
    if (id != null && entity == null) {
      throw usage(
          "expected --entity beside --id, since ids of two entities can be equal, but found none");
    }
    if (most < 1 || most > 1_000) {
      throw usage("expected --most from 1 to 1000, but found " + most);
    }
    HeldRecordAnswer.Page page = client.heldRecords(customer, query());
    if (json) {
      writeJson(page);
    } else {
      print(page);
    }
    return ExitCodes.OK;
  }

  private ParameterException usage(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private Map<String, Object> query() {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("values", withValues);
    query.put("most", most);
    if (run != 0) {
      query.put("run", run);
    }
    if (entity != null) {
      query.put("entity", entity);
    }
    if (reason != null) {
      query.put("reason", reason);
    }
    if (id != null) {
      query.put("key", id);
    }
    return query;
  }

  private void print(HeldRecordAnswer.Page page) {
    if (page.total() == 0) {
      out().println("No such record is in quarantine.");
      return;
    }
    page.records().forEach(this::print);
    if (page.total() > page.records().size()) {
      out()
          .printf(
              "%d of %s shown; more with --most N, all of them: godwit quarantine %s --all --csv FILE%n",
              page.records().size(), Figures.count(page.total()), customer);
    }
  }

  private void print(HeldRecordAnswer held) {
    QuarantinedRecordAnswer r = held.record();
    out()
        .printf(
            "%s %s  %s by %s%s%n  %s%n",
            Figures.word(r.entity()),
            r.key().isEmpty() ? "(no id)" : r.key(),
            r.reason(),
            Figures.word(r.stage()),
            r.field() == null ? "" : ", " + r.field(),
            r.detail());
    for (ViolationAnswer other : r.others()) {
      out().printf("  also       %s: %s%n", other.text(), other.detail());
    }
    if (r.rootCause() != null && !r.rootCause().equals(r.reason())) {
      out().printf("  root cause %s%n", r.rootCause());
    }
    if (!held.waiting().isEmpty()) {
      out().printf("  holds back %s%n", QuarantinePresenter.counted(held.waiting()));
    }
    out()
        .printf("  position   %s, partition %d, offset %d%n", r.topic(), r.partition(), r.offset());
    if (r.value() != null) {
      out().printf("  value      %s%n", r.value());
    }
  }
}
