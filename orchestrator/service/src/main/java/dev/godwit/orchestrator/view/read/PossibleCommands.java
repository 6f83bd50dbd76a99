package dev.godwit.orchestrator.view.read;

import dev.godwit.api.Phase;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.WhyAnswer.Kind;
import dev.godwit.api.WhyAnswer.Reason;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The commands that are open to a person in the state of a migration. Pure. */
final class PossibleCommands {
  private PossibleCommands() {}

  /**
   * The commands, the likeliest first.
   *
   * @param run the latest run; null before the first
   * @param reasons what the migration waits for
   */
  static List<String> of(MigrationDocument m, RunDocument run, List<Reason> reasons) {
    Set<String> commands = new LinkedHashSet<>();
    for (Reason reason : reasons) {
      commands.addAll(of(m, run, reason.kind()));
    }
    if (!m.phase.atRest() && m.stuck == null) {
      commands.add("godwit watch " + m.customer);
    }
    return new ArrayList<>(commands);
  }

  private static List<String> of(MigrationDocument m, RunDocument run, Kind kind) {
    String c = m.customer;
    return switch (kind) {
      case STUCK -> List.of("godwit events " + c, "godwit rollback " + c);
      case HELD -> held(m);
      case GATE ->
          List.of(
              "godwit quarantine " + c,
              "godwit waive " + c + " ENTITY:REASON:UPTO --why TEXT",
              "godwit rollback " + c + " --why TEXT");
      case PROGRAMME_PAUSED -> List.of("godwit programme resume");
      case PAUSED -> List.of("godwit resume " + c);
      case ALARM -> List.of("godwit report " + c, "godwit replay " + c + " --stage validate");
      case REPLAY ->
          run.lastReplay().state == ReplayAnswer.State.PAUSED
              ? List.of("godwit replay " + c + " --resume", "godwit replay " + c + " --cancel")
              : List.of("godwit replay " + c + " --pause", "godwit replay " + c + " --cancel");
      case REPLAY_FAILED ->
          List.of(
              "godwit report " + c,
              "godwit replay " + c + " --stage " + Figures.word(run.lastReplay().stage));
      case STAGE_WAITS, NO_PROGRESS, LAG -> List.of("godwit lag " + c);
      case CUT, STEP -> List.of();
      case PERSON -> ofPerson(m);
    };
  }

  /** The commands that the hold names, and those that are possible once all is loaded. */
  private static List<String> held(MigrationDocument m) {
    List<String> commands = new ArrayList<>(m.hold.actions());
    if (m.hold.judged()) {
      commands.add("godwit report " + m.customer);
      commands.add("godwit quarantine " + m.customer);
      commands.add("godwit replay " + m.customer + " --stage load");
      commands.add("godwit cut " + m.customer);
    }
    return commands;
  }

  private static List<String> ofPerson(MigrationDocument m) {
    String c = m.customer;
    if ((m.phase == Phase.REHEARSED || m.phase == Phase.APPROVED) && m.decidedSince()) {
      return List.of("godwit rehearse " + c, "godwit decisions " + c);
    }
    if (m.phase == Phase.REHEARSED) {
      return List.of("godwit rehearsal " + c, "godwit report " + c, "godwit approve " + c);
    }
    if (m.phase == Phase.APPROVED) {
      return List.of("godwit start " + c + " --watch");
    }
    return List.of("godwit report " + c, "godwit rehearse " + c);
  }
}
