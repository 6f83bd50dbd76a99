package dev.godwit.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.ReportText;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.cli.progress.ProgressView;
import dev.godwit.cli.progress.Screen;
import dev.godwit.cli.progress.Style;
import dev.godwit.cli.progress.Watch;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.live.LiveOption;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Await;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackIdentities;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.LedgerAudit;
import dev.godwit.traffic.TrafficException;
import dev.godwit.traffic.WebhookKeys;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Migrates a sample customer from the source CRM to the target CRM, step by step on a terminal. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Migrate a sample customer: assess, rehearse, approve, freeze, copy, reconcile, commit.",
      "With --fail, a target table changes during the live run: the run is held, and rolled back.",
      "With --break-column, a column becomes too short during the live run: it is held, the column widened, the run resumed.",
      "With --example newsroom, a newsroom moves from its mailing tool to a support desk that others use.",
      "With --live, opens and clicks arrive all the time; at the end the ledger is compared with what was sent, event by event."
    },
    footer = {
      "",
      "Examples:",
      "  godwit demo",
      "  godwit demo --fail",
      "  godwit demo --break-column",
      "  godwit demo --live 2000",
      "  godwit demo --example newsroom",
      "  godwit demo --contacts 20000 --emails 100000 --engagements 400000 --keep",
      "  godwit demo --outlets outlets.csv",
      "Exit codes: 0 the customer was committed (with --fail: rolled back, and the row counts prove"
          + " it),",
      "  1 it was not, or the live events do not add up, 2 wrong usage."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final long CONTACTS = 2_000;
  private static final long EMAILS_OF_CONTACT = 5;
  private static final long ENGAGEMENTS_OF_EMAIL = 4;
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration COUNT_INTERVAL = Duration.ofMillis(500);

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stackOptions;
  @Mixin private SampleOptions sample;
  @Mixin private LiveOption live;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      defaultValue = "REFERENCE",
      description = "The systems: reference or newsroom (default: reference).")
  private DemoSystems.Example example;

  @Option(names = "--fail", description = "Break the load on purpose, and see the rollback.")
  private boolean fail;

  @Option(
      names = "--break-column",
      description =
          "Make a column of the target too short during the live run; widen it and resume.")
  private boolean breakColumn;

  @Option(names = "--keep", description = "Leave the stack running.")
  private boolean keep;

  @Option(names = "--json", description = "Print only the result, as JSON.")
  private boolean json;

  private Narrator narrator;
  private SampleOptions size;
  private double eventsPerSecond;
  private Stack stack;
  private DemoSystems systems;
  private LocalDatabases databases;
  private CustomerMigration migration;
  private LiveTrafficSession traffic;
  private LedgerAudit audit;

  @Override
  public Integer call() throws InterruptedException {
    narrator = new Narrator(json ? nowhere() : spec.commandLine().getOut());
    Instant begun = Instant.now();
    size = sample.orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    checkIncident();
    eventsPerSecond = live.eventsPerSecond(spec.commandLine(), 0);
    systems =
        switch (example) {
          case REFERENCE -> new ReferenceSystems();
          case NEWSROOM -> new NewsroomSystems();
        };
    systems.check(spec.commandLine(), size, breakColumn, eventsPerSecond > 0);
    StackSettings settings = stackOptions.settingsWithReferencePacks(spec.commandLine());
    systems.prepare(settings);
    WebhookKeys keys = eventsPerSecond > 0 ? WebhookKeys.make() : null;
    try (StackSession session = LiveStack.open(settings, keys, keep, narrator::detail)) {
      stack = session.stack();
      databases = systems.make(session, narrator);
      return demonstrate(keys, begun) ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (StepFailedException | TrafficException e) {
      return failed(e.getMessage());
    } catch (UnreachableException e) {
      return failed(e.problem().sentence());
    } catch (RefusedException e) {
      return failed(e.problem().sentence());
    }
  }

  private void checkIncident() {
    if (fail && breakColumn) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected --fail or --break-column, found both. Leave one of them out.");
    }
  }

  private boolean demonstrate(WebhookKeys keys, Instant begun) throws InterruptedException {
    SchemaChange rename = SchemaChange.rename(databases);
    rename.undo();
    String customer = systems.makeCustomer(size, narrator);
    SchemaChange change = breakColumn ? systems.tooShortColumn(narrator) : rename;
    systems.noteOtherRows(narrator);
    OrchestratorClient client = StackIdentities.client(stack.settings());
    PartMonitor parts = new PartMonitor(stack);
    migration = new CustomerMigration(client, () -> watch(client).aside(parts), customer);
    SystemCounts before = SystemCounts.count(databases, customer);
    try {
      if (keys != null) {
        narrator.step(
            "Start live opens and clicks: source rows, records of the live topic, webhook requests");
        traffic = systems.startTraffic(stack, keys, eventsPerSecond, !fail);
      }
      rehearseAndApprove();
      liveRun(change);
      SystemCounts after = SystemCounts.count(databases, customer);
      boolean moved = fail ? rolledBack(before, after) : committed(after);
      boolean proved = systems.otherRowsAreUntouched(narrator) && moved;
      nextSteps(begun);
      printResult(before, after, proved);
      return proved;
    } finally {
      if (traffic != null) {
        traffic.close();
      }
    }
  }

  private void rehearseAndApprove() throws InterruptedException {
    narrator.step("Assess and rehearse: load into staging, reconcile, purge staging again");
    ProgressAnswer last = migration.rehearsed("to see whether everything fits", systems.packs());
    ledger(migration.report());
    MergeDecisions merges = new MergeDecisions(stack.settings(), migration.customer(), narrator);
    if (merges.isNeeded()) {
      merges.decide();
      narrator.step("Rehearse again, with the decisions: they hold for every later run");
      last = migration.rehearsed("to see what the decisions change", systems.packs());
      ledger(migration.report());
    }
    if (systems.packs().isEmpty()) {
      migration.requirePassedOrPages(last);
    } else {
      migration.requirePassedOrByName(last);
    }
    narrator.step("Approve: a second person accepts the findings of the rehearsal");
    migration.approve("the quarantined records are known and can stay in the source");
    narrator.detail(
        CustomerMigration.APPROVER
            + " approved, and waived the quarantined records up to their counts");
    for (String finding : migration.acceptedByName()) {
      narrator.detail("and accepted by name: " + finding);
    }
  }

  private void liveRun(SchemaChange change) throws InterruptedException {
    LiveRun run = new LiveRun(narrator, migration);
    if (fail) {
      run.rollBack(change);
    } else if (breakColumn) {
      run.widenAndResume(change);
    } else {
      run.commit();
    }
  }

  private boolean committed(SystemCounts after) throws InterruptedException {
    ReportAnswer report = migration.report();
    narrator.step("Reconciled and committed");
    ledger(report);
    boolean switched = after.frozen() && after.enabled();
    narrator.detail(
        switched
            ? "The target is enabled for the customer; the source stays frozen."
            : "Expected a frozen source and an enabled target, but found a source that is %sfrozen and a target that is %s."
                .formatted(after.frozen() ? "" : "not ", after.enabled() ? "enabled" : "disabled"));
    // Live events bring quarantined rows of their own; the audit compares all of them.
    return switched && (traffic == null ? systems.quarantineIsRight(report, narrator) : addsUp());
  }

  private boolean addsUp() throws InterruptedException {
    narrator.step("Stop the live events, take a last cut, compare its ledger with what was sent");
    traffic.stop();
    narrator.text(LiveTrafficSession.table(traffic.sent()));
    audit = traffic.audit(migration);
    narrator.text(LiveTrafficSession.table(audit));
    narrator.detail(
        audit.isRight()
            ? "Every event is exactly one of loaded, duplicate and quarantined."
            : "Expected the ledger to equal what was sent, but it does not; see the lines that differ.");
    return audit.isRight();
  }

  private boolean rolledBack(SystemCounts before, SystemCounts atOnce) throws InterruptedException {
    SystemCounts after = traffic == null ? atOnce : afterLiveEvents(before);
    narrator.step("Rolled back: the reason");
    narrator.text(ReportText.of(migration.report(), ZoneId.systemDefault()));
    narrator.step("Rolled back: the row counts before the migration and now");
    narrator.text(SystemCounts.table(before, after));
    boolean proved = after.isAsBefore(before, traffic == null ? 0 : traffic.distinctSound());
    narrator.detail(
        proved
            ? "The source is complete and open; the target has no row of the customer."
            : "Expected the source as before and an empty target; the counts differ.");
    return proved;
  }

  /** The extractor delivers to the source, within a moment, the events that the target lost. */
  private SystemCounts afterLiveEvents(SystemCounts before) throws InterruptedException {
    traffic.stop();
    narrator.step("Stop the live events");
    narrator.text(LiveTrafficSession.table(traffic.sent()));
    Await.until(
        DELIVERY_TIMEOUT,
        COUNT_INTERVAL,
        () -> counts().isAsBefore(before, traffic.distinctSound()));
    return counts();
  }

  private SystemCounts counts() {
    return SystemCounts.count(databases, migration.customer());
  }

  private void ledger(ReportAnswer report) {
    if (report.verdict() != null) {
      narrator.text(ReportText.ledger(report.verdict()));
    }
  }

  private void nextSteps(Instant begun) {
    String customer = migration.customer();
    narrator.step(
        "Done in "
            + Figures.duration(Duration.between(begun, Instant.now()).toMillis() / 1000.0)
            + ". Where to look next");
    String line = "%-" + ("./godwit quarantine ".length() + customer.length() + 2) + "s%s";
    if (!keep) {
      narrator.detail(line.formatted("./godwit up", "start the stack again, with all its data"));
    }
    narrator.detail(line.formatted("./godwit events " + customer, "every event, one a line"));
    narrator.detail(
        line.formatted(
            "./godwit rehearsal " + customer, "the answer of the last rehearsal, on one page"));
    narrator.detail(
        line.formatted("./godwit report " + customer, "ledger, checks, quarantine, durations"));
    narrator.detail(
        line.formatted("./godwit quarantine " + customer, "the quarantined records by reason"));
    String page = "/migrations/" + customer + "/report.html";
    narrator.detail("./godwit login --to " + page + "   a link to the report as a page");
  }

  private Watch watch(OrchestratorClient client) {
    return json
        ? new Watch(client, new Screen(nowhere(), false), new ProgressView(Style.plain()))
        : Watch.onTerminal(client, spec.commandLine().getOut());
  }

  private int failed(String message) {
    if (json) {
      print(Map.of("done", false, "error", message));
    } else {
      spec.commandLine().getErr().println(message);
      spec.commandLine().getErr().flush();
    }
    return ExitCode.SOFTWARE;
  }

  private void printResult(SystemCounts before, SystemCounts after, boolean proved) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("done", proved);
      result.put("customer", migration.customer());
      result.put("before", before);
      result.put("after", after);
      result.put("report", migration.report());
      result.putAll(systems.result());
      if (traffic != null) {
        result.put("sent", traffic.sent());
        result.put("reckoning", audit == null ? null : audit.lines());
      }
      print(result);
    }
  }

  private void print(Object value) {
    try {
      PrintWriter out = spec.commandLine().getOut();
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The result cannot be written as JSON.", e);
    }
  }

  private static PrintWriter nowhere() {
    return new PrintWriter(Writer.nullWriter());
  }
}
