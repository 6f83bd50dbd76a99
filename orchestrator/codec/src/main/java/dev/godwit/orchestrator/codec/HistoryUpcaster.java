package dev.godwit.orchestrator.codec;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RunEvent.CutStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.event.StatementEvent.StatementsStarted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lifts a history to the newest meaning of its events, so that the fold knows one meaning of each.
 * Put between a reader of all events from the beginning and the fold.
 *
 * <p>What it lifts: a live run that was frozen before live engagement was followed has no window.
 * Its {@code SourceFrozen} is not followed by the cut that opens one, nor by the SQL of a pack that
 * comes before that cut, and is passed on with {@code opensWindow} false. Which of them follows is
 * known with the migration's next event, so a freeze and all events after it wait here until then;
 * their order stays.
 *
 * <p>Events of a migration come in order, and {@link #end} follows the last one: the engine writes
 * the freeze and the cut in one transaction, so no history ends between them. Not thread-safe.
 */
public final class HistoryUpcaster implements Consumer<Recorded> {
  private final Consumer<Recorded> newest;
  private final Deque<Entry> queue = new ArrayDeque<>();

  /** The freeze that waits for the next event of its migration, by migration. */
  private final Map<String, Entry> undecided = new HashMap<>();

  private static final class Entry {
    private Recorded recorded;
    private boolean decided;

    Entry(Recorded recorded) {
      this.recorded = recorded;
      this.decided = !(recorded.event() instanceof SourceFrozen);
    }

    void decide(boolean opensWindow) {
      recorded = new Recorded(recorded.envelope(), new SourceFrozen(opensWindow));
      decided = true;
    }
  }

  /**
   * An upcaster.
   *
   * @param newest takes the lifted events
   */
  public HistoryUpcaster(Consumer<Recorded> newest) {
    this.newest = newest;
  }

  @Override
  public void accept(Recorded recorded) {
    Entry freeze = undecided.remove(recorded.envelope().migrationId());
    if (freeze != null) {
      freeze.decide(opensWindow(recorded.event()));
    }
    Entry entry = new Entry(recorded);
    if (!entry.decided) {
      undecided.put(recorded.envelope().migrationId(), entry);
    }
    queue.add(entry);
    drain();
  }

  private static boolean opensWindow(Event event) {
    return event instanceof StatementsStarted
        || (event instanceof CutStarted cut && cut.entity().equals(Entity.LIVE) && cut.cut() == 0);
  }

  private void drain() {
    while (!queue.isEmpty() && queue.getFirst().decided) {
      newest.accept(queue.removeFirst().recorded);
    }
  }

  /** Passes on the events that still wait; the history ends here. */
  public void end() {
    undecided.values().forEach(freeze -> freeze.decide(false));
    undecided.clear();
    drain();
  }
}
