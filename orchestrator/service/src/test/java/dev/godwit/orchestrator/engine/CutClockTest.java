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
  void shouldAskOncePerTickAndRaiseOneAlarmWhileACutIsUnanswered() {
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
  void shouldStillAskWhenATickWasMadeUp() {
    committed();
    engine.json(
        "{'command':'TakeCut','commandId':'clock/acme/999999999999999','customer':'acme','by':'ann'}");
    engine.work(ALL);
    assertThat(names(engine.pass(EngineHarness.CUT_EVERY))).containsExactly("CutStarted");
  }

  @Test
  void shouldAskLessOftenLongAfterTheCommit() {
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
  void shouldNotRepeatAnAlarmWhenTheStateWasLost() {
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
  void shouldNotCutAgainForTheSameTickWhenTheStateWasLost() {
    committed();
    engine.pass(EngineHarness.CUT_EVERY);
    engine.work(ALL);
    try (EngineHarness other = engine.withLostState()) {
      assertThat(other.pass(EngineHarness.CUT_EVERY)).isEmpty();
      assertThat(other.pass(EngineHarness.CUT_EVERY)).hasSize(1);
    }
  }

  @Test
  void shouldRememberTheLastTickOfACustomer() {
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
  void shouldAskNothingDuringAPauseAndBeforeALiveRun() {
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
  void shouldGiveAVerdictWhenAPersonAsksForACut() {
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
  void shouldRefuseAShortIntervalAndNeverAskAtZero() {
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
  void shouldTreatAnyOtherIdAsOrdinary() {
    assertThat(ClockId.parse("clock/acme/12")).isEqualTo(new ClockId("clock/acme", 12));
    assertThat(ClockId.parse("clock/acme/")).isNull();
    assertThat(ClockId.parse("clock/acme/-1")).isNull();
    assertThat(ClockId.parse("clock/1")).isNull();
    assertThat(ClockId.parse("1")).isNull();
    assertThat(ClockId.parse("clock/acme/99999999999999999999")).isNull();
  }
}
