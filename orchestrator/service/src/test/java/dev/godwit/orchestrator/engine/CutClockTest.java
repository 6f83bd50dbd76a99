package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.task.v1.WriteCut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CutClockTest {
  private static final int ALL = Integer.MAX_VALUE;

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void close() {
    engine.close();
  }

  private void committed() {
    engine.json("{'command':'RehearseMigration','customer':'acme','by':'ann'}");
    engine.work(ALL);
    engine.json("{'command':'ApproveMigration','customer':'acme','by':'bob'}");
    engine.json("{'command':'StartMigration','customer':'acme','by':'ann'}");
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("MigrationCommitted");
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  @Test
  void the_clock_asks_once_a_tick_and_raises_one_alarm_while_a_cut_is_unanswered() {
    committed();
    assertThat(names(engine.pass(EngineHarness.CUT_EVERY))).containsExactly("CutStarted");
    assertThat(engine.events.getLast().envelope().by()).isEqualTo("clock");
    assertThat(names(engine.pass(EngineHarness.CUT_EVERY))).containsExactly("AlarmRaised");
    assertThat(engine.count("godwit_orchestrator_alarms_total")).isEqualTo(1);
    assertThat(engine.pass(EngineHarness.CUT_EVERY)).isEmpty();
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("VerdictReached");
    assertThat(engine.pass(EngineHarness.CUT_EVERY)).hasSize(1);
    engine.work(ALL);
    assertThat(engine.pass(Duration.ofMillis(500))).isEmpty();
  }

  @Test
  void a_tick_that_somebody_made_up_does_not_silence_the_clock() {
    committed();
    engine.json(
        "{'command':'TakeCut','commandId':'clock/acme/999999999999999','customer':'acme','by':'ann'}");
    engine.work(ALL);
    assertThat(names(engine.pass(EngineHarness.CUT_EVERY))).containsExactly("CutStarted");
  }

  @Test
  void long_after_the_commit_the_clock_asks_less_often() {
    committed();
    engine.pass(EngineHarness.LATER_AFTER.plusSeconds(1));
    engine.work(ALL);
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.addAll(names(engine.pass(EngineHarness.CUT_EVERY)));
      engine.work(ALL);
    }
    assertThat(asked).hasSize(4).containsOnly("CutStarted");
  }

  @Test
  void an_alarm_about_a_cut_without_a_verdict_outlives_the_state() {
    committed();
    engine.pass(EngineHarness.CUT_EVERY);
    assertThat(names(engine.pass(EngineHarness.CUT_EVERY))).containsExactly("AlarmRaised");
    try (EngineHarness other = engine.withLostState()) {
      for (int i = 0; i < 4; i++) {
        assertThat(other.pass(EngineHarness.CUT_EVERY)).isEmpty();
      }
    }
  }

  @Test
  void an_engine_that_lost_its_state_does_not_cut_again_for_the_same_tick() {
    committed();
    engine.pass(EngineHarness.CUT_EVERY);
    engine.work(ALL);
    try (EngineHarness other = engine.withLostState()) {
      assertThat(other.pass(EngineHarness.CUT_EVERY)).isEmpty();
      assertThat(other.pass(EngineHarness.CUT_EVERY)).hasSize(1);
    }
  }

  @Test
  void of_the_clocks_commands_the_last_one_of_a_customer_is_remembered() {
    committed();
    for (int i = 0; i < 5; i++) {
      engine.pass(EngineHarness.CUT_EVERY);
      engine.work(ALL);
    }
    assertThat(engine.stores().keySet())
        .filteredOn(key -> key.contains("clock/"))
        .containsExactly("godwit-answered-commands/clock/acme");
  }

  @Test
  void the_clock_is_silent_while_the_programme_is_paused_and_before_a_live_run() {
    engine.json("{'command':'RehearseMigration','customer':'globex','by':'ann'}");
    engine.work(ALL);
    assertThat(engine.pass(EngineHarness.CUT_EVERY)).isEmpty();
    committed();
    engine.json("{'command':'PauseProgramme','by':'ann'}");
    assertThat(engine.pass(EngineHarness.CUT_EVERY)).isEmpty();
    engine.json("{'command':'ResumeProgramme','by':'ann'}");
    assertThat(engine.pass(EngineHarness.CUT_EVERY)).hasSize(1);
  }

  @Test
  void a_person_asks_with_a_json_command_and_gets_a_verdict_of_live_engagement() {
    committed();
    assertThat(names(engine.json("{'command':'TakeCut','customer':'acme','by':'ann'}")))
        .containsExactly("CutStarted");
    assertThat(((WriteCut) engine.tasks.getFirst()).getCut()).isEqualTo(2);
    engine.work(1);
    ReconcileCut task = (ReconcileCut) engine.tasks.getFirst();
    assertThat(task.getLive()).isTrue();
    assertThat(task.getCommitted()).isTrue();
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("VerdictReached");
  }

  @Test
  void an_interval_that_is_too_short_is_refused_and_zero_means_never() {
    assertThatThrownBy(() -> every(Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GODWIT_LIVE_CUT_EVERY");
    assertThatThrownBy(() -> every(Duration.ofHours(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new CutIntervals(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO))
        .hasMessageContaining("GODWIT_LIVE_CUT_LATER_EVERY");
    assertThat(every(Duration.ZERO).isOn()).isFalse();
    assertThat(every(Duration.ofHours(1)).lookEvery()).isEqualTo(Duration.ofSeconds(10));
    assertThat(every(Duration.ofSeconds(2)).lookEvery()).isEqualTo(Duration.ofMillis(500));
  }

  private static CutClock every(Duration every) {
    return new CutClock(new CutIntervals(every, Duration.ofDays(1), Duration.ofDays(7)));
  }

  @Test
  void what_is_no_id_of_the_clock_is_an_id_like_any_other() {
    assertThat(ClockId.parse("clock/acme/12")).isEqualTo(new ClockId("clock/acme", 12));
    assertThat(ClockId.parse("clock/acme/")).isNull();
    assertThat(ClockId.parse("clock/acme/-1")).isNull();
    assertThat(ClockId.parse("clock/1")).isNull();
    assertThat(ClockId.parse("1")).isNull();
    assertThat(ClockId.parse("clock/acme/99999999999999999999")).isNull();
  }
}
