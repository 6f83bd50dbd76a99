package dev.godwit.local.demo;

import dev.godwit.api.text.ReportText;
import dev.godwit.api.text.Figures;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.cli.progress.ProgressView;
import dev.godwit.cli.progress.Screen;
import dev.godwit.cli.progress.Style;
import dev.godwit.cli.progress.Watch;
import dev.godwit.local.ExitCode;
import dev.godwit.local.command.StackOptions;
import dev.godwit.local.live.LiveOption;
import dev.godwit.local.live.LiveShow;
import dev.godwit.local.live.LiveStack;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.traffic.Reckoning;
import dev.godwit.traffic.TrafficException;
import dev.godwit.traffic.WebhookKeys;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves a sample customer from the old CRM to the new one, before somebody's eyes. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Move a sample customer: assess, rehearse, approve, freeze, copy, reconcile, commit.",
      "With --fail, a table of the new system changes in the middle, and the move is rolled back.",
      "With --live, opens and clicks come in all the time, and at the end the ledger is held against what was sent, to the event."
    },
    footer = {
      "",
      "Examples:",
      "  godwit demo",
      "  godwit demo --fail",
      "  godwit demo --live 2000",
      "  godwit demo --contacts 20000 --emails 100000 --engagements 400000 --keep",
      "  godwit demo --outlets outlets.csv",
      "Exit codes: 0 the customer was committed (with --fail: rolled back, and proved so by"
          + " counting),",
      "  1 it was not, or the live events do not add up, 2 wrong usage."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final long CONTACTS = 2_000;
  private static final long EMAILS_OF_CONTACT = 5;
  private static final long ENGAGEMENTS_OF_EMAIL = 4;
  private static final Duration DELIVERED_WITHIN = Duration.ofMinutes(3);
  private static final long BETWEEN_COUNTS_MILLIS = 500;

  @Spec private CommandSpec spec;
  @Mixin private StackOptions stackOptions;
  @Mixin private SampleOptions sample;
  @Mixin private LiveOption live;

  @Option(names = "--fail", description = "Break the load on purpose; see the rollback.")
  private boolean fail;

  @Option(names = "--keep", description = "Leave the stack up.")
  private boolean keep;

  @Option(names = "--json", description = "Print nothing but the result, as JSON.")
  private boolean json;

  private Narrator narrator;
  private SampleOptions size;
  private double eventsPerSecond;
  private WebhookKeys keys;
  private LiveShow show;
  private Reckoning reckoning;

  @Override
  public Integer call() throws InterruptedException {
    narrator = new Narrator(json ? nowhere() : spec.commandLine().getOut());
    Instant begun = Instant.now();
    size = sample.orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL);
    size.check(spec.commandLine());
    eventsPerSecond = live.eventsPerSecond(spec.commandLine(), 0);
    try (StackSession session = open()) {
      return demonstrate(session.stack(), begun);
    } catch (StepFailedException | TrafficException e) {
      return failed(e.getMessage());
    } catch (UnreachableException e) {
      return failed(e.problem().sentence());
    } catch (RefusedException e) {
      return failed(e.problem().sentence());
    }
  }

  private StackSession open() {
    if (eventsPerSecond == 0) {
      return StackSession.open(stackOptions.settings(), keep, narrator::detail);
    }
    keys = WebhookKeys.make();
    return LiveStack.open(stackOptions.settings(), keys, keep, narrator::detail);
  }

  private int demonstrate(Stack stack, Instant begun) throws InterruptedException {
    try {
      return demonstrateWithShow(stack, begun);
    } finally {
      if (show != null) {
        show.close();
      }
    }
  }

  private int demonstrateWithShow(Stack stack, Instant begun) throws InterruptedException {
    LocalDatabases databases = new LocalDatabases(stack.settings());
    SchemaChange change = new SchemaChange(databases);
    change.undo();
    narrator.step("An old CRM with a customer in it");
    SampleCustomer customer = SampleCustomer.make(databases, "demo", size, narrator::detail);
    narrator.detail(customer.words());
    narrator.detail(
        Figures.count(customer.broken())
            + " of the rows are broken on purpose and will have to stay behind");

    OrchestratorClient client =
        new OrchestratorClient(URI.create(stack.settings().orchestratorUrl()));
    LostParts lost = new LostParts(stack);
    Move move = new Move(client, () -> watch(client).aside(lost), customer.id());
    BothSystems before = BothSystems.count(databases, customer.id());
    if (eventsPerSecond > 0) {
      narrator.step("Opens and clicks begin to come in: rows of the old CRM, the topic, webhooks");
      show = LiveShow.start(stack, databases, customer, keys, eventsPerSecond, !fail);
    }

    narrator.step("Assess and rehearse: into staging, compare, purge, prove empty");
    move.rehearse("to see whether everything fits");
    ledger(move.report());

    narrator.step("Approve: by somebody else, who takes what the rehearsal found");
    move.approve("what was quarantined is known and can stay behind");
    narrator.detail(Move.APPROVER + " approved; the findings are waived up to their counts");

    narrator.step("The live run: freeze, copy, reconcile, " + (fail ? "and break it" : "commit"));
    if (fail) {
      narrator.detail("A colleague will, once rows are in the new CRM: " + change.words());
    }
    Future<?> breaking =
        fail ? change.onceRowsAreIn(customer.id()) : CompletableFuture.completedFuture(null);
    try {
      move.start("the rehearsal passed");
      move.require(fail ? RunOutcome.ROLLED_BACK : RunOutcome.COMMITTED, move.follow());
    } finally {
      breaking.cancel(true);
      change.undo();
    }
    BothSystems after = BothSystems.count(databases, customer.id());
    boolean proved = fail ? rolledBack(databases, move, before, after) : committed(move, after);
    lookNext(stack, customer.id(), begun);
    printJson(move, before, after, proved);
    return proved ? ExitCode.DONE : ExitCode.FAILED;
  }

  private boolean committed(Move move, BothSystems after) throws InterruptedException {
    ReportAnswer report = move.report();
    narrator.step("Reconciled and committed");
    ledger(report);
    boolean switched = after.frozen() && after.enabled();
    narrator.detail(
        switched
            ? "The new system is open for the customer; the old one stays frozen."
            : "Expected the old system frozen and the new one open, but found "
                + (after.frozen() ? "frozen" : "not frozen")
                + " and "
                + (after.enabled() ? "open." : "closed."));
    return switched && (show == null || addsUp(move));
  }

  private boolean addsUp(Move move) throws InterruptedException {
    narrator.step("The live events end; a last cut, and its ledger against what was sent");
    show.stop();
    narrator.text(LiveShow.table(show.sent()));
    reckoning = show.reckon(move);
    narrator.text(LiveShow.table(reckoning));
    narrator.detail(
        reckoning.isRight()
            ? "Every event is in exactly one of loaded, duplicate, quarantined."
            : "Expected the ledger to add up to the event, but it does not; see what differs.");
    return reckoning.isRight();
  }

  private boolean rolledBack(
      LocalDatabases databases, Move move, BothSystems before, BothSystems atOnce)
      throws InterruptedException {
    BothSystems after = show == null ? atOnce : withLiveEvents(databases, move, before);
    narrator.step("Rolled back, with the reason and the proof");
    narrator.text(ReportText.of(move.report(), ZoneId.systemDefault()));
    narrator.step("Counted in both systems, before the move and now");
    narrator.text(BothSystems.table(before, after));
    boolean proved = after.isAsBefore(before, show == null ? 0 : show.distinctSound());
    narrator.detail(
        proved
            ? "The old system is complete and open; the new one holds no row of the customer."
            : "Expected the old system as before and the new one empty; the counts differ.");
    return proved;
  }

  /** What is not the new system's any more is delivered to the old one within a moment. */
  private BothSystems withLiveEvents(LocalDatabases databases, Move move, BothSystems before)
      throws InterruptedException {
    show.stop();
    narrator.step("The live events end");
    narrator.text(LiveShow.table(show.sent()));
    long until = System.nanoTime() + DELIVERED_WITHIN.toNanos();
    BothSystems now = BothSystems.count(databases, move.customer());
    while (!now.isAsBefore(before, show.distinctSound()) && System.nanoTime() - until < 0) {
      Thread.sleep(BETWEEN_COUNTS_MILLIS);
      now = BothSystems.count(databases, move.customer());
    }
    return now;
  }

  private void ledger(ReportAnswer report) {
    if (report.verdict() != null) {
      narrator.text(ReportText.ledger(report.verdict()));
    }
  }

  private void lookNext(Stack stack, String customer, Instant begun) {
    narrator.step(
        "Done in "
            + Figures.duration(Duration.between(begun, Instant.now()).toMillis() / 1000.0)
            + ". Where to look next");
    String line = "%-" + ("./godwit quarantine ".length() + customer.length() + 2) + "s%s";
    if (!keep) {
      narrator.detail(line.formatted("./godwit up", "the stack again, with all its data; then:"));
    }
    narrator.detail(
        line.formatted("./godwit events " + customer, "the whole story, a line an event"));
    narrator.detail(
        line.formatted("./godwit report " + customer, "ledger, checks, quarantine, durations"));
    narrator.detail(
        line.formatted("./godwit quarantine " + customer, "what stayed behind, and why"));
    narrator.detail(
        stack.settings().orchestratorUrl() + "/migrations/" + customer + "/report.html");
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
    return ExitCode.FAILED;
  }

  private void printJson(Move move, BothSystems before, BothSystems after, boolean proved) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("done", proved);
      result.put("customer", move.customer());
      result.put("before", before);
      result.put("after", after);
      result.put("report", move.report());
      if (show != null) {
        result.put("sent", show.sent());
        result.put("reckoning", reckoning == null ? null : reckoning.lines());
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
