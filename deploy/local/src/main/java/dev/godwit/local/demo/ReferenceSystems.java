package dev.godwit.local.demo;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.local.live.LiveTrafficSession;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.WebhookKeys;
import java.util.Map;
import picocli.CommandLine;

/** The reference source and target, which the stack makes by itself. */
final class ReferenceSystems implements DemoSystems {
  private LocalDatabases databases;
  private SampleCustomer customer;

  @Override
  public void check(CommandLine command, SampleOptions size, boolean breakColumn, boolean live) {
    size.check(command);
  }

  @Override
  public void prepare(StackSettings settings) {}

  @Override
  public LocalDatabases make(StackSession session, Narrator narrator) {
    databases = new LocalDatabases(session.stack().settings());
    return databases;
  }

  @Override
  public Map<String, Object> packs() {
    return Map.of();
  }

  @Override
  public String makeCustomer(SampleOptions size, Narrator narrator) {
    narrator.step("Create a sample customer in the source CRM");
    customer = SampleCustomer.make(databases, "demo", size, narrator::detail).withCases(databases);
    narrator.detail(customer.words());
    narrator.detail(
        Figures.count(customer.broken())
            + " of the rows are broken on purpose; Godwit must put them into quarantine");
    return customer.id();
  }

  @Override
  public boolean quarantineIsRight(ReportAnswer report, Narrator narrator) {
    long broken = customer.broken();
    long quarantined =
        report.verdict().ledger().stream()
            .mapToLong(line -> line.quarantinedByTransformer() + line.quarantinedByLoader())
            .sum();
    narrator.detail(
        quarantined == broken
            ? "Exactly the %s broken rows are in quarantine.".formatted(Figures.count(broken))
            : "Expected the %s broken rows in quarantine, found %s."
                .formatted(Figures.count(broken), Figures.count(quarantined)));
    return quarantined == broken;
  }

  @Override
  public SchemaChange tooShortColumn(Narrator narrator) {
    SchemaChange.shorten(databases, 0).undo();
    int longest = customer.longestSubject(databases);
    String email = customer.lengthenLastSubject(databases, longest + 1);
    narrator.detail("email %s has a subject of %d characters".formatted(email, longest + 1));
    return SchemaChange.shorten(databases, longest);
  }

  @Override
  public LiveTrafficSession startTraffic(
      Stack stack, WebhookKeys keys, double eventsPerSecond, boolean withQuarantined) {
    return LiveTrafficSession.start(
        stack, databases, customer, keys, eventsPerSecond, withQuarantined);
  }
}
