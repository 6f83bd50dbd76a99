package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.ForwardState.Frozen;
import dev.godwit.orchestrator.domain.state.ForwardState.Planning;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which event can follow which state, found by trying every event that a long random history holds
 * on every state that it went through. What can follow and was never visited is an error: either no
 * test goes there, or the fold lets through what nothing decides.
 */
class TransitionsTest {
  private static final int SAMPLES_OF_A_STATE = 40;
  private static final int SAMPLES_OF_AN_EVENT = 25;
  private static final Set<Class<?>> OF_THE_PROGRAMME =
      Set.of(ProgrammePaused.class, ProgrammeResumed.class, ReportRejected.class);

  private static final Map<Class<?>, Set<Class<?>>> VISITED = new LinkedHashMap<>();
  private static final Map<Class<?>, Set<Migration>> STATES = new LinkedHashMap<>();
  private static final Map<Class<?>, Set<Event>> EVENTS = new LinkedHashMap<>();

  @BeforeAll
  static void live() {
    for (int seed = 0; seed < 250; seed++) {
      Random random = new Random(seed);
      Simulation world = new Simulation();
      RandomDeeds deeds = new RandomDeeds(world);
      if (seed % 7 == 0) {
        world.systems.conditions.unknownCustomer = "globex";
      }
      if (seed % 11 == 0) {
        world.systems.conditions.notEmpty.put("acme", 2L);
      }
      for (int i = 0; i < 150; i++) {
        deeds.next(random.nextInt(10_000));
        if (seed % 5 == 0) {
          deeds.probe();
        }
      }
      gather(world);
    }
    for (int tour = 0; tour < Tour.COUNT; tour++) {
      for (int steps = 0; steps < Tour.STEPS; steps++) {
        gather(Tour.of(tour, steps));
      }
    }
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
  void every_state_is_reached() {
    assertThat(STATES.keySet()).containsAll(records(MigrationState.class).toList());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(TransitionsTest::records);
  }

  @Test
  void every_event_happens() {
    Set<Class<?>> expected = records(Event.class).collect(Collectors.toSet());
    expected.remove(ReportRejected.class);
    assertThat(EVENTS.keySet()).containsAll(expected);
  }

  @Test
  void every_transition_that_the_fold_allows_is_visited() {
    Set<String> unvisited = new TreeSet<>();
    STATES.forEach(
        (state, migrations) ->
            EVENTS.forEach(
                (type, events) -> {
                  if (!OF_THE_PROGRAMME.contains(type)
                      && !isVisited(state, type)
                      && migrations.stream()
                          .anyMatch(one -> events.stream().anyMatch(e -> canFollow(one, e)))) {
                    unvisited.add(state.getSimpleName() + " + " + type.getSimpleName());
                  }
                }));
    assertThat(unvisited).isEmpty();
  }

  /** In a history of before live engagement was followed a frozen run is one that is planned. */
  private static boolean isVisited(Class<?> state, Class<?> event) {
    return VISITED.get(state).contains(event)
        || (state == Frozen.class && VISITED.get(Planning.class).contains(event));
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
  void an_event_that_cannot_follow_stops_the_fold() {
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
    assertThat(messages).hasSizeGreaterThan(30).allMatch(m -> m.contains("Unrequested"));
  }

  @Test
  void a_gap_in_the_sequence_stops_the_fold() {
    Migration fresh = Migration.unrequested("acme", false);
    Event event = new CommandRejected("1", "StartMigration", "a", "b", "c");
    assertThatThrownBy(() -> Evolution.evolve(fresh, recorded(fresh, event, 2)))
        .isInstanceOf(ImpossibleEventException.class)
        .hasMessageContaining("Expected sequence 1");
  }
}
