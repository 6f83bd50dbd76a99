package dev.godwit.orchestrator.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationPaused;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.FreezeStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryUpcasterTest {
  private static final Event OPENS = new CutStarted(Entity.LIVE, 0, false);
  private static final Event PAUSED = new MigrationPaused("");

  private final List<Recorded> lifted = new ArrayList<>();
  private final HistoryUpcaster upcaster = new HistoryUpcaster(lifted::add);
  private long sequence;

  private void read(String migration, Event event) {
    upcaster.accept(
        new Recorded(
            new Envelope("id", migration, ++sequence, "", "", Instant.EPOCH, "", 1), event));
  }

  private List<Event> events() {
    return lifted.stream().map(Recorded::event).toList();
  }

  @Test
  void shouldKeepAFreezeThatIsFollowedByTheOpeningCut() {
    read("acme", new SourceFrozen(true));
    read("acme", OPENS);
    assertThat(events()).containsExactly(new SourceFrozen(true), OPENS);
  }

  @Test
  void shouldLiftAFreezeThatIsFollowedByAnythingElse() {
    read("acme", new SourceFrozen(true));
    read("acme", PAUSED);
    assertThat(events()).containsExactly(new SourceFrozen(false), PAUSED);
  }

  @Test
  void shouldLiftAFreezeThatEndsTheHistory() {
    read("acme", new SourceFrozen(true));
    assertThat(events()).isEmpty();
    upcaster.end();
    assertThat(events()).containsExactly(new SourceFrozen(false));
  }

  @Test
  void shouldKeepTheOrderOfAllMigrationsWhileAFreezeWaits() {
    read("acme", new SourceFrozen(true));
    read("globex", new SourceFrozen(true));
    read("globex", PAUSED);
    read("globex", new SourceFrozen(true));
    read("initech", new FreezeStarted());
    assertThat(events()).isEmpty();
    read("acme", OPENS);
    read("globex", OPENS);
    upcaster.end();
    assertThat(events())
        .containsExactly(
            new SourceFrozen(true),
            new SourceFrozen(false),
            PAUSED,
            new SourceFrozen(true),
            new FreezeStarted(),
            OPENS,
            OPENS);
    assertThat(lifted)
        .extracting(one -> one.envelope().sequence())
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void shouldKeepTheWindowWhenSqlOfThePackComesBeforeItsCut() {
    read("acme", new SourceFrozen(true));
    read("acme", new StatementsStarted(SqlPoint.BEFORE_LOAD, 0, List.of()));
    assertThat(events().getFirst()).isEqualTo(new SourceFrozen(true));
  }
}
