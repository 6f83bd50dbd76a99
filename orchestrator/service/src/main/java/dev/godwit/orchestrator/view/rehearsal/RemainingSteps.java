package dev.godwit.orchestrator.view.rehearsal;

import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The commands that remain until a customer may go live, in their order: decide, fix, rehearse
 * again, approve with the waivers, start. A fix that a person does not want is a waiver of the
 * approval instead. Pure.
 */
public final class RemainingSteps {
  private final String customer;
  private final MigrationDocument m;
  private final State state;
  private final boolean isStale;
  private final Set<Kind> decidedSince;
  private final List<Finding> findings;
  private final List<Step> steps = new ArrayList<>();

  private RemainingSteps(
      MigrationDocument m,
      State state,
      boolean isStale,
      Set<Kind> decidedSince,
      List<Finding> findings) {
    this.customer = ShellWord.of(m.customer);
    this.m = m;
    this.state = state;
    this.isStale = isStale;
    this.decidedSince = decidedSince;
    this.findings = findings;
  }

  /**
   * The steps; empty where the customer went live.
   *
   * @param state state of the newest rehearsal
   * @param isStale whether it allows no live run any more
   * @param decidedSince kinds of decisions that were made since it began: the next rehearsal shows
   *     what is left to decide
   * @param findings its findings
   */
  public static List<Step> of(
      MigrationDocument m,
      State state,
      boolean isStale,
      Set<Kind> decidedSince,
      List<Finding> findings) {
    return new RemainingSteps(m, state, isStale, decidedSince, findings).steps();
  }

  private List<Step> steps() {
    switch (m.phase) {
      case COMMITTED -> {
        return List.of();
      }
      case HELD -> add("see what the live run waits for", "./godwit why " + customer);
      case APPROVED -> {
        if (isStale) {
          again("the rehearsal is stale");
        }
        start();
      }
      case REHEARSED -> ofRehearsed();
      case REHEARSAL_FAILED -> {
        add("see what failed, and mend it", "./godwit report " + customer);
        decide();
        fix();
        again("this one failed");
        start();
      }
      case ROLLED_BACK -> {
        add("see why the live run was rolled back, and mend it", "./godwit report " + customer);
        again("a rollback ends the approval");
        start();
      }
      case REQUESTED, CANCELLED -> {
        again("");
        start();
      }
      case ASSESSING,
          PREPARING,
          FREEZING,
          RUNNING_SQL,
          PLANNING,
          COPYING,
          RECONCILING,
          PROBING,
          REHEARSING_LIVE,
          RECHECKING,
          COMMITTING,
          PURGING,
          ROLLING_BACK,
          ABANDONED ->
          ofRunning();
    }
    return steps;
  }

  private void ofRunning() {
    add("follow the run", "./godwit watch " + customer);
    if (state == State.RUNNING) {
      add("read its answer", "./godwit rehearsal " + customer);
    }
  }

  private void ofRehearsed() {
    boolean decided = decide();
    boolean fixed = fix();
    if (isStale || decided || fixed) {
      again(isStale ? "this one is stale" : "decisions hold from the next run on");
    } else {
      approve();
    }
    start();
  }

  /** Whether groups wait. */
  private boolean decide() {
    if (decidedSince.contains(Kind.MERGES)) {
      return false;
    }
    Set<String> commands = new LinkedHashSet<>();
    long groups = 0;
    for (Finding finding : findings) {
      if (finding.reason().equals(QuarantineCount.UNDECIDED_MERGE)) {
        groups += finding.count();
        commands.addAll(finding.fixes());
      }
    }
    String purpose = "decide of " + Figures.number(groups, "merge group", "merge groups");
    commands.forEach(command -> add(purpose, command));
    return !commands.isEmpty();
  }

  /** Whether a fix is proposed. */
  private boolean fix() {
    if (decidedSince.contains(Kind.FIX)) {
      return false;
    }
    boolean any = false;
    for (Finding finding : findings) {
      if (!finding.reason().equals(QuarantineCount.UNDECIDED_MERGE)) {
        for (String command : finding.fixes()) {
          any = true;
          add(
              "fix %s of %s, or waive it with the approval"
                  .formatted(finding.reason(), Figures.word(finding.entity())),
              command);
        }
      }
    }
    return any;
  }

  private void again(String because) {
    add(
        because.isEmpty() ? "rehearse" : "rehearse again, since " + because,
        "./godwit rehearse %s --by NAME --why TEXT --watch".formatted(customer));
    add("read its answer", "./godwit rehearsal " + customer);
    approve();
  }

  /** Findings that a fix is proposed for are expected to be gone by then. */
  private void approve() {
    String waivers =
        findings.stream()
            .filter(finding -> finding.fixes().isEmpty())
            .map(finding -> " --waive " + finding.waiver())
            .collect(Collectors.joining());
    add(
        "approve, by somebody other than " + requesters(),
        "./godwit approve %s --by NAME --why TEXT%s".formatted(customer, waivers));
  }

  private String requesters() {
    Set<String> names = new LinkedHashSet<>();
    for (String name : List.of(m.requestedBy.strip(), m.rehearsedBy.strip())) {
      if (!name.isEmpty() && names.stream().noneMatch(name::equalsIgnoreCase)) {
        names.add(name);
      }
    }
    return names.isEmpty() ? "the requester" : String.join(" and ", names);
  }

  private void start() {
    add("begin the live run", "./godwit start %s --by NAME --watch".formatted(customer));
  }

  private void add(String purpose, String command) {
    steps.add(new Step(purpose, command));
  }
}
