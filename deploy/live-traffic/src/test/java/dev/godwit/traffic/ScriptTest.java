package dev.godwit.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final int EVENTS = 30_000;

  private final Script script = new Script(7, pool());

  static EmailPool pool() {
    return new EmailPool(
        LongStream.range(1, 500)
            .mapToObj(
                id -> new EmailPool.Email(id, id + 1_000, "<m" + id + "@mail.agency.example>"))
            .toList(),
        List.of(new EmailPool.Email(900, 901, "<behind@mail.agency.example>")));
  }

  @Test
  void shouldMakeTheSameEventsOnlyWhenTheSeedIsTheSame() {
    Script same = new Script(7, pool());
    Script other = new Script(8, pool());
    int differing = 0;
    for (long i = 0; i < 1_000; i++) {
      assertThat(same.event(i)).isEqualTo(script.event(i));
      assertThat(same.repeated(i)).isEqualTo(script.repeated(i));
      differing += other.event(i).equals(script.event(i)) ? 0 : 1;
    }
    assertThat(differing).isGreaterThan(900);
  }

  @Test
  void shouldGiveEachRouteAThirdAndIncludeEveryAnomaly() {
    Map<Route, Integer> routes = new EnumMap<>(Route.class);
    Map<Anomaly, Integer> anomalies = new EnumMap<>(Anomaly.class);
    for (long i = 0; i < EVENTS; i++) {
      routes.merge(script.event(i).route(), 1, Integer::sum);
      anomalies.merge(script.event(i).anomaly(), 1, Integer::sum);
    }
    assertThat(routes.values()).containsOnly(EVENTS / 3);
    assertThat(anomalies).containsOnlyKeys(Anomaly.values());
    assertThat(anomalies.get(Anomaly.PLAIN)).isGreaterThan(EVENTS * 8 / 10);
  }

  @Test
  void shouldMakeDistinctIdsAndLeaveThemOutOnSomeTableRows() {
    Set<String> ids = new HashSet<>();
    int without = 0;
    for (long i = 0; i < EVENTS; i++) {
      PlannedEvent event = script.event(i);
      if (event.eventId() == null) {
        without++;
        assertThat(event.route() == Route.TABLE || !event.anomaly().isSound()).isTrue();
      } else {
        assertThat(ids.add(event.eventId())).isTrue();
      }
    }
    assertThat(without).isBetween(EVENTS / 10, EVENTS / 4);
  }

  @Test
  void shouldRepeatOnlyEarlierEventsThatHaveAnIdAndFitTheRoute() {
    int again = 0;
    int byAnotherWay = 0;
    for (long i = 0; i < EVENTS; i++) {
      long repeated = script.repeated(i);
      if (repeated < 0) {
        continue;
      }
      PlannedEvent event = script.event(repeated);
      assertThat(repeated).isLessThan(i);
      assertThat(event.eventId()).isNotNull();
      if (event.route() == Script.routeOf(i)) {
        again++;
      } else {
        byAnotherWay++;
        if (Script.routeOf(i) == Route.TABLE) {
          assertThat(event.emailId()).isNotNull();
        }
      }
    }
    assertThat(again).isGreaterThan(EVENTS / 50);
    assertThat(byAnotherWay).isGreaterThan(EVENTS / 100);
  }

  @Test
  void shouldMakeOnlySoundEventsWhenTheRouteIsTheTable() {
    for (long step = 0; step < EVENTS; step++) {
      PlannedEvent event = script.event(Script.index(Route.TABLE, step));
      assertThat(event.route()).isEqualTo(Route.TABLE);
      assertThat(event.anomaly().isSound()).isTrue();
      assertThat(event.emailId()).isNotNull();
    }
  }

  @Test
  void shouldFindTheIndexInTheAgent() {
    assertThat(PlannedEvent.indexOf(script.event(123_456).agent())).isEqualTo(123_456);
    assertThat(PlannedEvent.indexOf("Mozilla/5.0")).isNegative();
    assertThat(PlannedEvent.indexOf(null)).isNegative();
  }

  @Test
  void shouldMakeTwinsOfTheSameEmailInTheSameSecond() {
    for (long i = 3; i < EVENTS; i++) {
      PlannedEvent event = script.event(i);
      PlannedEvent before = script.event(i - 3);
      if (event.anomaly() == Anomaly.SAME_SECOND && before.anomaly() == Anomaly.PLAIN) {
        assertThat(event.messageId()).isEqualTo(before.messageId());
        assertThat(event.occurredAt()).isEqualTo(before.occurredAt());
        assertThat(event.kind()).isEqualTo(before.kind());
      }
    }
  }
}
