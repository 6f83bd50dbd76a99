package dev.godwit.local.doctor;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.Runbook;
import dev.godwit.api.WhyAnswer;
import dev.godwit.api.text.HoldPresenter;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import java.util.ArrayList;
import java.util.List;

/** Migrations that are held, stuck, paused, waiting for something, or under an alarm. */
final class MigrationsCheck implements Check {
  @Override
  public String name() {
    return "migrations";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) {
    List<Diagnosis> all = new ArrayList<>();
    List<MigrationAnswer> migrations;
    try {
      migrations = installation.orchestrator().migrations();
    } catch (UnreachableException | RefusedException e) {
      all.add(Diagnosis.unchecked(this, "migrations", "The orchestrator does not answer."));
      return all;
    }
    migrations.forEach(migration -> examine(migration, all));
    if (all.isEmpty()) {
      all.add(
          Diagnosis.fine(
              this,
              "migrations",
              "None of %d is held, stuck or under an alarm.".formatted(migrations.size())));
    }
    return all;
  }

  private void examine(MigrationAnswer migration, List<Diagnosis> all) {
    if (migration.stuck() != null) {
      add(
          migration,
          Severity.ERROR,
          migration.stuck(),
          "The customer is in neither system until it is mended.",
          Runbook.ofStuck(migration.stuck()),
          all);
    }
    if (migration.alarm() != null) {
      add(
          migration,
          Severity.ERROR,
          migration.alarm(),
          "Source and target disagree after the commit.",
          Runbook.ofAlarm(migration.alarm()),
          all);
    }
    if (migration.hold() != null) {
      add(
          migration,
          Severity.WARNING,
          "Its run is held: " + HoldPresenter.sentence(migration.hold()) + ".",
          "The customer is frozen until a person decides, or the freeze budget is used up.",
          Runbook.ofHold(migration.hold().stage(), migration.hold().reason()),
          all);
    } else if (migration.phase() == Phase.HELD) {
      add(
          migration,
          Severity.WARNING,
          "Its commit waits for a decision.",
          "The customer is frozen until a person decides.",
          Runbook.ofGate(migration.next()),
          all);
    }
    for (String waiting : migration.waiting()) {
      all.add(waits(migration.customer(), waiting));
    }
  }

  /** A stage that repeats by itself, which brings nothing back. */
  Diagnosis waits(String customer, String waiting) {
    Runbook runbook =
        Runbook.ofReason(WhyAnswer.Kind.STAGE_WAITS, waiting).orElse(Runbook.RETRIABLE_ERROR);
    return Diagnosis.bad(this, Severity.WARNING, customer, waiting)
        .because(
            "Its run stands still until that is back.",
            "Bring back what it waits for, as the runbook says; then it continues by itself, without a restart or a resume.",
            runbook);
  }

  private void add(
      MigrationAnswer migration,
      Severity severity,
      String found,
      String why,
      Runbook runbook,
      List<Diagnosis> all) {
    all.add(
        Diagnosis.bad(this, severity, migration.customer(), found)
            .because(why, migration.next(), runbook));
  }
}
