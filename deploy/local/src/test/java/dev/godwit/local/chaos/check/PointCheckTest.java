package dev.godwit.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunResumed;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.StatementsFinished;
import dev.godwit.event.v1.StatementsStarted;
import dev.godwit.local.chaos.check.PointCheck.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class PointCheckTest {
  private static final Place STAGED = new Place("crm_staging", "after-load");
  private static final Place LIVE = new Place("crm", "after-load");

  private final List<SpecificRecord> history = new ArrayList<>();

  private void run(RunKind kind) {
    history.add(
        new RunStarted(envelope(), kind, "acme", "legacy", "crm", "why", 0L, 8, null, List.of()));
  }

  private void started() {
    history.add(
        StatementsStarted.newBuilder()
            .setEnvelope(envelope())
            .setPoint(SqlPoint.AFTER_LOAD)
            .setCut(1)
            .build());
  }

  private void finished() {
    history.add(new StatementsFinished(envelope(), SqlPoint.AFTER_LOAD, 1));
  }

  private static Envelope envelope() {
    return new Envelope("e", "acme", 1L, "c", "c", Instant.EPOCH, "by", 1, Route.UNKNOWN, -1L);
  }

  @Test
  void shouldFindNothingWhenEachPointWasRunOnceInTheSchemaOfItsRun() {
    run(RunKind.REHEARSAL);
    started();
    finished();
    run(RunKind.LIVE);
    started();
    finished();
    assertThat(PointCheck.of(history, Map.of(STAGED, 1L, LIVE, 1L))).isEmpty();
  }

  @Test
  void shouldFindSqlThatWasRunTwiceNotAtAllOrWithoutAnEvent() {
    run(RunKind.LIVE);
    started();
    finished();
    assertThat(PointCheck.of(history, Map.of(LIVE, 2L)))
        .extracting(Finding::text)
        .containsExactly("expected the SQL after-load in crm to be run 1 to 1 times, found 2");
    assertThat(PointCheck.of(history, Map.of())).hasSize(1);
    assertThat(PointCheck.of(history, Map.of(LIVE, 1L, STAGED, 1L))).hasSize(1);
  }

  @Test
  void shouldLetARunThatIsResumedRepeatAPointAndOneThatIsRolledBackMissItsReport() {
    run(RunKind.LIVE);
    started();
    assertThat(PointCheck.of(history, Map.of())).isEmpty();
    assertThat(PointCheck.of(history, Map.of(LIVE, 1L))).isEmpty();
    history.add(
        RunResumed.newBuilder().setEnvelope(envelope()).setResumes(1).setWhy("mended").build());
    finished();
    assertThat(PointCheck.of(history, Map.of(LIVE, 2L))).isEmpty();
    assertThat(PointCheck.of(history, Map.of(LIVE, 3L))).hasSize(1);
  }
}
