package dev.godwit.worker.order;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.codec.HistoryUpcaster;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.ImpossibleEventException;
import dev.godwit.orchestrator.domain.state.OrderedTasks;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.RunEventListener;
import dev.godwit.worker.run.RunRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * The tasks that the events order, folded from {@code migration.events.v1} by the rules by which
 * the orchestrator dispatches. A message of {@code migration.tasks.v1} only says which of them is
 * due: a worker does what the events order under its id, and nothing where they order nothing. So
 * nobody who can write that topic, but not the events, can make a worker act.
 *
 * <p>An event that cannot follow in its migration is left out with an alarm in the log; the tasks
 * of that migration are refused from then on where it was one of its own, since its state is not
 * known. Thread-safe.
 */
@ApplicationScoped
public class TaskOrders implements RunEventListener {
  private static final Logger LOG = Logger.getLogger(TaskOrders.class);
  private static final int ENVELOPE = 0;

  /** Events and tasks are one transaction, whose markers reach their partitions one by one. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ControlPlaneCodec codec = new ControlPlaneCodec();
  private final OrderedTasks orders = new OrderedTasks();
  private final Map<String, HistoryUpcaster> upcasters = new HashMap<>();
  private final SettledEvents events;

  /** Waits for the events that belong to the tasks that are visible now. */
  @FunctionalInterface
  public interface SettledEvents {
    /**
     * Waits until all events that were begun to be written are consumed, or the limit has passed.
     *
     * @throws InterruptedException where the process is about to end
     */
    void await(Duration limit) throws InterruptedException;
  }

  /** The orders of a process. */
  @Inject
  public TaskOrders(RunRegistry runs) {
    this(runs::awaitSettled);
  }

  /** The orders of events that are waited for otherwise. */
  public TaskOrders(SettledEvents events) {
    this.events = events;
  }

  @Override
  public synchronized void onEvent(SpecificRecord event) {
    if (!ControlPlaneCodec.isOf(ControlPlaneCodec.EVENTS, event)) {
      return;
    }
    Recorded recorded = codec.toEvent(event);
    upcasters
        .computeIfAbsent(
            recorded.envelope().migrationId(), migration -> new HistoryUpcaster(this::add))
        .accept(recorded);
  }

  private void add(Recorded recorded) {
    try {
      orders.add(recorded);
    } catch (ImpossibleEventException e) {
      LOG.errorf(
          "customer=%s run=%d: left out the event %s at sequence %d: %s Find the program that wrote it; only the orchestrator may. If it is the orchestrator's, update this service.",
          recorded.envelope().migrationId(),
          recorded.envelope().run(),
          recorded.event().name(),
          recorded.envelope().sequence(),
          e.getMessage());
    }
  }

  /**
   * The task that the events order under the id of a message, in place of the message; waits within
   * limits for events that are being written.
   *
   * @param message a task
   * @return empty where the events order none of this id and type, or its answer is not awaited any
   *     more
   */
  public Optional<SpecificRecord> await(SpecificRecord message) throws InterruptedException {
    Optional<SpecificRecord> known = find(message);
    if (known.isPresent()) {
      return known;
    }
    events.await(LIMIT);
    return find(message);
  }

  private Optional<SpecificRecord> find(SpecificRecord message) {
    TaskEnvelope envelope = (TaskEnvelope) message.get(ENVELOPE);
    Optional<DispatchedTask> order;
    synchronized (this) {
      order = orders.find(envelope.getMigrationId(), envelope.getTaskId());
    }
    Optional<SpecificRecord> ordered =
        order.map(codec::toAvro).filter(task -> task.getClass() == message.getClass());
    if (ordered.isPresent() && !ordered.get().equals(message)) {
      LOG.warnf(
          "customer=%s run=%d task=%s: expected the task as the events order it, found another content in the message; doing what the events order. Find the program that wrote it; only the orchestrator may.",
          envelope.getCustomer(), envelope.getRun(), envelope.getTaskId());
    }
    return ordered;
  }
}
