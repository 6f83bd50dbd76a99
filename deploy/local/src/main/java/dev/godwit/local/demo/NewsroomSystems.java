package dev.godwit.local.demo;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.local.stack.TopicAccess;
import dev.godwit.sampledata.newsroom.MailingSource;
import dev.godwit.sampledata.newsroom.NewsroomSpec;
import dev.godwit.sampledata.newsroom.NewsroomSummary;
import dev.godwit.traffic.WebhookKeys;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A newsroom's mailing tool and a support desk, which others use: made in the stack's PostgreSQL at
 * their first use.
 */
final class NewsroomSystems implements DemoSystems {
  private static final String NAME = "newsroom";

  private boolean packsAreNew;
  private LocalDatabases databases;
  private NewsroomSummary made;
  private NewsroomNeighbours before;
  private NewsroomNeighbours after;

  @Override
  public void check(CommandLine command, SampleOptions size, boolean breakColumn, boolean live) {
    refuse(
        command,
        breakColumn,
        "--break-column",
        "it shortens a column of the reference target for an email of the reference source");
    refuse(
        command,
        live,
        "--live",
        "the live traffic writes into the one engagement table of the reference source, and the newsroom has two, each with a tail of its own");
    refuse(command, size.outlets != null, "--outlets", "a newsroom has companies in their place");
    try {
      spec(NAME, size);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  private static void refuse(CommandLine command, boolean given, String option, String why) {
    if (given) {
      throw new ParameterException(
          command,
          "Expected no %s with --example newsroom, found it: %s. Leave it out, or leave out --example."
              .formatted(option, why));
    }
  }

  @Override
  public void prepare(StackSettings settings) {
    packsAreNew = settings.addExamplePacks();
  }

  /** Services that run already know the packs of their start; they are started again. */
  @Override
  public LocalDatabases make(StackSession session, Narrator narrator) throws InterruptedException {
    Stack stack = session.stack();
    databases =
        new LocalDatabases(stack.settings(), "NEWSROOM_", "newsroom-mailing", "newsroom-desk");
    new NewsroomDatabases(databases).make(narrator::detail);
    if (stack.settings().isSecure()) {
      TopicAccess.deploy(stack.settings());
    }
    if (packsAreNew) {
      for (Part part : session.found(Part.WITH_PACKS)) {
        narrator.detail("restarting the " + part.label() + " with the packs of the newsroom");
        stack.restart(part);
      }
    }
    new NewsroomDatabases(databases).awaitLoader();
    return databases;
  }

  @Override
  public Map<String, Object> packs() {
    return Map.of(
        "sourcePack", databases.sourcePack().name(), "targetPack", databases.targetPack().name());
  }

  @Override
  public String makeCustomer(SampleOptions size, Narrator narrator) {
    narrator.step("Create a sample newsroom in the mailing tool");
    made =
        databases.withSource(
            connection -> {
              NewsroomSpec spec = spec(SampleCustomer.freeId(connection, databases, NAME), size);
              NewsroomSummary summary =
                  MailingSource.createNewsroom(
                      connection, spec, rows -> SampleCustomer.reportRows(rows, narrator::detail));
              SampleCustomer.analyse(connection);
              return summary;
            });
    narrator.detail(
        "%s: %s persons (%s with the address of another), %s companies, %s emails, %s views and clicks, and %d further entities"
            .formatted(
                made.customer(),
                Figures.count(made.rows("contacts")),
                Figures.count(made.merged("contacts")),
                Figures.count(made.rows("companies")),
                Figures.count(made.rows("emails")),
                Figures.count(made.rows("engagements")),
                made.rows().size() - 4));
    narrator.detail(
        Figures.count(made.quarantined().values().stream().mapToLong(Long::longValue).sum())
            + " of the rows are broken on purpose, or refer to a broken one; Godwit must put them into quarantine");
    return made.customer();
  }

  private static NewsroomSpec spec(String customer, SampleOptions size) {
    return new NewsroomSpec(
        customer, "Newsroom " + customer, size.contacts, size.emails, size.engagements, size.seed);
  }

  @Override
  public boolean quarantineIsRight(ReportAnswer report, Narrator narrator) {
    Map<String, Long> expected = new TreeMap<>();
    made.quarantined()
        .forEach((what, count) -> expected.put(what.entity() + " " + what.reason(), count));
    Map<String, Long> found = new TreeMap<>();
    report
        .quarantine()
        .forEach(
            one ->
                found.merge(
                    one.entity().toLowerCase(Locale.ROOT) + " " + one.reason(),
                    one.count(),
                    Long::sum));
    TreeSet<String> all = new TreeSet<>(expected.keySet());
    all.addAll(found.keySet());
    TextTable table = new TextTable("rows in quarantine", ">broken on purpose", ">found", "");
    for (String what : all) {
      long of = expected.getOrDefault(what, 0L);
      long is = found.getOrDefault(what, 0L);
      table.row(what, Figures.count(of), Figures.count(is), of == is ? "" : "DIFFERS");
    }
    narrator.text(table.text());
    boolean right = expected.equals(found);
    narrator.detail(
        right
            ? "Exactly the broken rows are in quarantine, each for its reason."
            : "Expected exactly the broken rows in quarantine; see the lines that differ.");
    return right;
  }

  @Override
  public void noteOtherRows(Narrator narrator) {
    before = NewsroomNeighbours.read(databases, made.customer());
    narrator.detail("Other accounts use the desk; none of their rows may change:");
    narrator.text(before.table());
  }

  @Override
  public boolean otherRowsAreUntouched(Narrator narrator) {
    after = NewsroomNeighbours.read(databases, made.customer());
    narrator.step("The rows of the desk's other accounts before and after");
    narrator.text(after.table(before));
    boolean untouched = after.equals(before);
    narrator.detail(
        untouched
            ? "No row of another account was touched."
            : "Expected the other accounts' rows as before; their digests differ.");
    return untouched;
  }

  @Override
  public Map<String, Object> result() {
    return Map.of("otherAccountsBefore", before.digests(), "otherAccountsAfter", after.digests());
  }

  @Override
  public SchemaChange tooShortColumn(Narrator narrator) {
    throw new IllegalStateException("--break-column is refused.");
  }

  @Override
  public LiveTrafficSession startTraffic(
      Stack stack, WebhookKeys keys, double eventsPerSecond, boolean withQuarantined) {
    throw new IllegalStateException("--live is refused.");
  }
}
