package dev.godwit.orchestrator.codec;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import org.apache.avro.specific.SpecificRecord;

/**
 * Translates between the records of the control plane's topics and the domain's types, so that
 * neither the domain nor a fold of its events knows Avro.
 *
 * <p>Immutable and thread-safe; making one reads every type of the domain once, so keep it. A
 * generated record of another namespace than the method asks for is an {@link
 * IllegalArgumentException}: its caller checks what a topic holds.
 */
public final class ControlPlaneCodec {
  /** Namespace of the commands' schemas. */
  public static final String COMMANDS = "dev.godwit.command.v1";

  /** Namespace of the events' schemas. */
  public static final String EVENTS = "dev.godwit.event.v1";

  /** Namespace of the reports' schemas. */
  public static final String REPORTS = "dev.godwit.report.v1";

  /** Namespace of the tasks' schemas. */
  public static final String TASKS = "dev.godwit.task.v1";

  private final RecordMapper mapper = new RecordMapper();
  private final JsonCommandReader json = new JsonCommandReader(mapper);

  /** The event of a record of {@code migration.events.v1}. */
  public Recorded toEvent(SpecificRecord avro) {
    expect(EVENTS, avro);
    return new Recorded(mapper.envelope(avro, Envelope.class), (Event) mapper.fromAvro(avro));
  }

  /** The command of a record of {@code migration.commands.v1}; its id may be null. */
  public Command toCommand(SpecificRecord avro) {
    expect(COMMANDS, avro);
    return (Command) mapper.fromAvro(avro);
  }

  /**
   * The command in a JSON object; its id may be null.
   *
   * @throws UnreadableCommandException where it is no command that its schema allows
   */
  public Command toCommand(byte[] value) throws UnreadableCommandException {
    return json.read(value);
  }

  /** The same command by another author. */
  public Command by(String author, Command command) {
    return (Command) mapper.with((Record) command, "by", author);
  }

  /** The report of a record of {@code migration.reports.v1}. */
  public Reported toReport(SpecificRecord avro) {
    expect(REPORTS, avro);
    return new Reported(
        mapper.envelope(avro, ReportEnvelope.class), (Report) mapper.fromAvro(avro));
  }

  /** The task of a record of {@code migration.tasks.v1}. */
  public DispatchedTask toTask(SpecificRecord avro) {
    expect(TASKS, avro);
    return new DispatchedTask(
        mapper.envelope(avro, TaskEnvelope.class), (Task) mapper.fromAvro(avro));
  }

  /** The record of an event. */
  public SpecificRecord toAvro(Recorded recorded) {
    return mapper.toAvro((Record) recorded.event(), recorded.envelope());
  }

  /** The record of a command. */
  public SpecificRecord toAvro(Command command) {
    return mapper.toAvro((Record) command);
  }

  /** The record of a report. */
  public SpecificRecord toAvro(Reported reported) {
    return mapper.toAvro((Record) reported.report(), reported.envelope());
  }

  /** The record of a task. */
  public SpecificRecord toAvro(DispatchedTask task) {
    return mapper.toAvro((Record) task.task(), task.envelope());
  }

  /** Whether the record's schema is of the namespace. */
  public static boolean isOf(String namespace, SpecificRecord avro) {
    return namespace.equals(avro.getSchema().getNamespace());
  }

  private static void expect(String namespace, SpecificRecord avro) {
    if (!isOf(namespace, avro)) {
      throw new IllegalArgumentException(
          "Expected a record of %s, found %s; check the namespace before decoding."
              .formatted(namespace, avro.getSchema().getFullName()));
    }
  }
}
