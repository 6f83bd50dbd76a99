package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.ImpossibleEventException;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which event can follow which state, found by trying every event that a long random history holds
 * on every state that it went through. A state that can follow and was never visited is an error:
 * either no test goes there, or the fold lets through what nothing decides.
 */
class TransitionsTest {
  private static final int SAMPLES_OF_A_STATE = 40;
  private static final int SAMPLES_OF_AN_EVENT = 25;
  private static final Set<Class<?>> OF_THE_PROGRAMME =
      Set.of(ProgrammePaused.class, ProgrammeResumed.class, ReportRejected.class);

  /** Histories of before the source was read again before the commit hold them. */
  private static final Set<String> OF_OLD_HISTORIES =
      Set.of("Held + CommitStarted", "Judged + CommitStarted");

  private static final Map<Class<?>, Set<Class<?>>> VISITED = new LinkedHashMap<>();
  private static final Map<Class<?>, Set<Migration>> STATES = new LinkedHashMap<>();
  private static final Map<Class<?>, Set<Event>> EVENTS = new LinkedHashMap<>();

  @BeforeAll
  static void live() {
    for (int seed : seeds()) {
      Random random = new Random(seed);
      Simulation world =
          new Simulation(seed % 3 == 0 ? Simulation.ROLLING_BACK : Simulation.HOLDING);
      RandomInputs inputs = new RandomInputs(world);
      if (seed % 7 == 0) {
        world.systems.conditions.unknownCustomer = "globex";
      }
      if (seed % 11 == 0) {
        world.systems.conditions.notEmpty.put("acme", 2L);
      }
      if (seed % 2 == 0) {
        world.systems.conditions.points =
            List.of(SqlPoint.BEFORE_LOAD, SqlPoint.AFTER_LOAD, SqlPoint.BEFORE_ENABLE);
      }
      if (seed % 4 < 2) {
        world.systems.conditions.probes = List.of(ProbesTest.measured("by-name", 100));
      }
      for (int i = 0; i < 150; i++) {
        inputs.next(random.nextInt(10_000));
        if (seed % 5 == 0) {
          inputs.probe();
        }
      }
      gather(world);
    }
    for (int tour = 0; tour < InterruptedRun.COUNT; tour++) {
      for (int steps = 0; steps < InterruptedRun.STEPS; steps++) {
        gather(InterruptedRun.of(tour, steps));
      }
    }
  }

  /** Some histories, and those that alone among many visit a transition. */
  private static List<Integer> seeds() {
    return Stream.concat(
            IntStream.range(0, 30).boxed(),
            Stream.of(32, 40, 75, 92, 97, 98, 109, 172, 174, 180, 194))
        .toList();
  }

  private static void gather(Simulation world) {
    world.visited.forEach(
        (state, events) -> VISITED.computeIfAbsent(state, key -> new HashSet<>()).addAll(events));
    world.seen.forEach(one -> keep(STATES, one.state().getClass(), one, SAMPLES_OF_A_STATE));
    world.history.forEach(
        one -> keep(EVENTS, one.event().getClass(), one.event(), SAMPLES_OF_AN_EVENT));
  }

  private static <T> void keep(Map<Class<?>, Set<T>> all, Class<?> type, T one, int most) {
    Set<T> kept = all.computeIfAbsent(type, key -> new HashSet<>());
    if (kept.size() < most) {
      kept.add(one);
    }
  }

  @Test
  void shouldReachEveryState() {
    assertThat(STATES.keySet()).containsAll(records(MigrationState.class).toList());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(TransitionsTest::records);
  }

  @Test
  void shouldRecordEveryEvent() {
    Set<Class<?>> expected = records(Event.class).collect(Collectors.toSet());
    expected.remove(ReportRejected.class);
    assertThat(EVENTS.keySet()).containsAll(expected);
  }

  @Test
  void shouldVisitEveryTransitionThatTheFoldAllows() {
    Set<String> unvisited = new TreeSet<>();
    STATES.forEach(
        (state, migrations) ->
            EVENTS.forEach(
                (type, events) -> {
                  if (!OF_THE_PROGRAMME.contains(type)
                      && !VISITED.get(state).contains(type)
                      && migrations.stream()
                          .anyMatch(one -> events.stream().anyMatch(e -> canFollow(one, e)))) {
                    unvisited.add(state.getSimpleName() + " + " + type.getSimpleName());
                  }
                }));
    assertThat(unvisited).isEqualTo(OF_OLD_HISTORIES);
  }

  private static boolean canFollow(Migration before, Event event) {
    try {
      Evolution.evolve(before, recorded(before, event, before.sequence() + 1));
      return true;
    } catch (ImpossibleEventException e) {
      return false;
    }
  }

  private static Recorded recorded(Migration before, Event event, long sequence) {
    int run =
        event instanceof RunStarted
            ? before.runs() + 1
            : before.run() == null ? 0 : before.run().number();
    return new Recorded(
        new Envelope("event", before.id(), sequence, "cause", "command", Instant.EPOCH, "ann", run),
        event);
  }

  @Test
  void shouldRefuseAnEventWhenItCannotFollow() {
    List<String> messages = new ArrayList<>();
    Migration fresh = Migration.unrequested("acme", false);
    for (Set<Event> events : EVENTS.values()) {
      Event event = events.iterator().next();
      try {
        Evolution.evolve(fresh, recorded(fresh, event, 1));
      } catch (ImpossibleEventException e) {
        messages.add(e.getMessage());
      }
    }
    assertThat(messages).hasSizeGreaterThan(40).allMatch(m -> m.contains("Unrequested"));
  }

  @Test
  void shouldRefuseAnEventWhenTheSequenceHasAGap() {
    Migration fresh = Migration.unrequested("acme", false);
    Event event = new CommandRejected("1", "StartMigration", "a", "b", "c");
    assertThatThrownBy(() -> Evolution.evolve(fresh, recorded(fresh, event, 2)))
        .isInstanceOf(ImpossibleEventException.class)
        .hasMessageContaining("Expected sequence 1");
  }
}
