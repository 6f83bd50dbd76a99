package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.api.ViewAnswer;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.records.Counted;
import java.util.ArrayList;
import java.util.List;

/** Whether the read model shows what is in the topics. */
final class ReadModelCheck implements Check {
  @Override
  public String name() {
    return "read model";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) {
    List<Diagnosis> all = new ArrayList<>();
    ViewAnswer view;
    try {
      view = installation.orchestrator().view();
    } catch (UnreachableException e) {
      all.add(Diagnosis.unchecked(this, "read model", "The orchestrator does not answer."));
      return all;
    }
    if (!view.state().equals("READY")) {
      all.add(
          Diagnosis.bad(this, Severity.WARNING, "read model", view.state() + ": " + view.detail())
              .because(
                  "Pages and commands show what was, not what is; migrations go on.",
                  "It continues by itself; if it does not: godwit view rebuild",
                  Runbook.DATABASE_DOWN));
    }
    if (view.leftOutCount() > 0) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.WARNING,
                  "read model",
                  "It skipped what it cannot read: %s."
                      .formatted(Counted.of(view.leftOutCount(), "record")))
              .because(
                  "Pages and commands do not show them; migrations do not depend on that.",
                  "godwit view show names them; after an update godwit view rebuild reads them again.",
                  Runbook.SERVICE_DOWN));
    }
    if (all.isEmpty()) {
      all.add(Diagnosis.fine(this, "read model", view.detail()));
    }
    return all;
  }
}
