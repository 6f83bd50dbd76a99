package dev.godwit.orchestrator.view.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The phase of a run whose SQL waits for the load. */
class PhaseSeenTest {
  private final MigrationDocument migration = new MigrationDocument();
  private final RunDocument run = new RunDocument();

  @Test
  void shouldCopyUntilEveryEntityIsLoaded() {
    migration.phase = Phase.COPYING;
    run.sqlAfterLoad = true;
    assertThat(phase(stage("LOAD", "EMAILS", true), stage("LOAD", "ENGAGEMENTS", false)))
        .isEqualTo(Phase.COPYING);
    assertThat(
            phase(
                stage("LOAD", "EMAILS", true),
                stage("LOAD", "LIVE", false),
                stage("VALIDATE", "EMAILS", false)))
        .isEqualTo(Phase.RUNNING_SQL);
  }

  @Test
  void shouldShowThePhaseOfTheEventsWhenNoSqlIsDue() {
    migration.phase = Phase.COPYING;
    assertThat(phase(stage("LOAD", "EMAILS", true))).isEqualTo(Phase.COPYING);
    run.sqlAfterLoad = true;
    migration.phase = Phase.ROLLING_BACK;
    assertThat(phase(stage("LOAD", "EMAILS", true))).isEqualTo(Phase.ROLLING_BACK);
  }

  private Phase phase(ProgressAnswer.Stage... stages) {
    return ProgressReader.phase(migration, run, List.of(stages));
  }

  private static ProgressAnswer.Stage stage(String stage, String entity, boolean complete) {
    return new ProgressAnswer.Stage(stage, entity, 2, 1, 0, 0, 0, 0, null, complete);
  }
}
