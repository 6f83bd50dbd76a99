package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationRequested;
import dev.godwit.orchestrator.engine.EventSieve.ForeignEventException;
import dev.godwit.report.v1.FreezeReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Records in the topic of events that the orchestrator did not write. */
class EventSieveTest {
  private static final byte[] WIRE = {0, 0, 0, 0, 99, 1, 2};
  private static final byte[] GARBAGE = {'h', 'e', 'l', 'l', 'o'};

  private final ControlPlaneCodec codec = new ControlPlaneCodec();
  private final List<Recorded> events = new ArrayList<>();
  private final AtomicInteger alarms = new AtomicInteger();
  private final EventSieve sieve = sieve(Set.of());
  private long offset;

  private EventSieve sieve(Set<Long> declared) {
    return new EventSieve(declared, codec, events::add, alarms::incrementAndGet);
  }

  private static byte[] key(String key) {
    return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  private static Recorded event(String customer, long sequence, String why) {
    return new Recorded(
        new Envelope("e", customer, sequence, "c", "c", Instant.EPOCH, "ann", 0),
        new MigrationPaused(why));
  }

  private void read(EventSieve of, String key, SpecificRecord value) {
    of.accept(offset++, key(key), WIRE, () -> value);
  }

  private void read(String customer, long sequence, String why) {
    read(sieve, customer, codec.toAvro(event(customer, sequence, why)));
  }

  private void unreadable(EventSieve of, String key, byte[] value) {
    of.accept(
        offset++,
        key(key),
        value,
        () -> {
          throw new UnreadableRecordException("unreadable");
        });
  }

  @Test
  void shouldLeaveOutWhatIsNoEventWithAnAlarmForEach() {
    read("acme", 1, "a");
    unreadable(sieve, "acme", GARBAGE);
    unreadable(sieve, null, null);
    read(
        sieve,
        "acme",
        new FreezeReport(
            new ReportEnvelope(
                "r", "t", "acme", 1, dev.godwit.common.v1.Stage.EXTRACT, "x", Instant.EPOCH)));
    read(sieve, "globex", codec.toAvro(event("acme", 2, "of another key")));
    read("acme", 2, "b");
    read("acme", 2, "b");
    sieve.end();
    assertThat(events).containsExactly(event("acme", 1, "a"), event("acme", 2, "b"));
    assertThat(alarms).hasValue(5);
  }

  @Test
  void shouldLeaveOutWhatLooksLikeAnEventWhereNoneIsMissing() {
    read("acme", 1, "a");
    unreadable(sieve, "acme", WIRE);
    read("acme", 2, "b");
    sieve.end();
    assertThat(events).hasSize(2);
    assertThat(alarms).hasValue(1);
  }

  @Test
  void shouldNotGoOnWithoutAnEventOfANewerVersion() {
    read("acme", 1, "a");
    unreadable(sieve, "acme", WIRE);
    assertThatThrownBy(sieve::end)
        .isInstanceOf(ForeignEventException.class)
        .hasMessageContaining("the first at offset 1")
        .hasMessageContaining("newer version")
        .hasMessageContaining("GODWIT_FOREIGN_EVENTS=1");
  }

  @Test
  void shouldNotGoOnAfterAGapAndNameTheRecordThatCannotBeRead() {
    read("acme", 1, "a");
    unreadable(sieve, "acme", WIRE);
    assertThatThrownBy(() -> read("acme", 3, "c"))
        .isInstanceOf(ForeignEventException.class)
        .hasMessageContaining("Expected event 2 of acme next, found event 3 at offset 2")
        .hasMessageContaining("offsets [1]");
  }

  @Test
  void shouldNotChooseBetweenTwoEventsOfOneNumber() {
    read("acme", 1, "a");
    read("acme", 2, "forged");
    assertThatThrownBy(() -> read("acme", 2, "b"))
        .isInstanceOf(ForeignEventException.class)
        .hasMessageContaining("at the offsets 1 and 2");
  }

  @Test
  void shouldGoOnWithoutWhatAPersonDeclaredForeign() {
    EventSieve told = sieve(Set.of(1L, 3L));
    read(told, "acme", codec.toAvro(event("acme", 1, "a")));
    read(told, "acme", codec.toAvro(event("acme", 2, "forged")));
    read(told, "acme", codec.toAvro(event("acme", 2, "b")));
    unreadable(told, "acme", WIRE);
    told.end();
    assertThat(events).containsExactly(event("acme", 1, "a"), event("acme", 2, "b"));
  }

  @Test
  void shouldNameTheOffsetOfAnEventThatCannotFollow() {
    EventSieve folding =
        new EventSieve(
            Set.of(),
            codec,
            recorded ->
                StateRebuild.of(
                    reader -> {
                      reader.accept(event("acme", 1, "nothing was requested"));
                    }),
            alarms::incrementAndGet);
    Recorded first =
        new Recorded(event("acme", 1, "").envelope(), new MigrationRequested("acme", "s", "t", ""));
    assertThatThrownBy(() -> read(folding, "acme", codec.toAvro(first)))
        .isInstanceOf(ForeignEventException.class)
        .hasMessageContaining("at offset 0");
  }
}
