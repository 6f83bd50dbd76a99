package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.state.Run;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The span of the input that the engine decides on. Its context is in the headers of the events and
 * tasks that follow, and nowhere else: neither the state nor a value holds it, so a rebuild and a
 * repeated decision give the same with traces and without. Not thread-safe; one for each processor.
 */
final class InputTrace {
  private final Traces traces;
  private Consumed input;
  private Work work = Work.NONE;

  InputTrace(Traces traces) {
    this.traces = traces;
  }

  /** A record was taken; no span yet. */
  void input(RecordMetadata at, Headers headers, String group) {
    input = new Consumed(at.topic(), at.partition(), at.offset(), group, headers);
  }

  /**
   * Begins the span of a command.
   *
   * @param name what the command is called; null where it could not be read
   * @param customer null where the command names none
   */
  void command(String name, String id, String customer) {
    work =
        traces.decide(
            input,
            Subject.ofCommand(
                name == null ? "unreadable" : name, id, customer == null ? "" : customer));
  }

  /**
   * Begins the span of a report. One without a context joins the trace of the command that began
   * the run.
   *
   * @param run null where the migration has none
   */
  void report(Reported reported, Run run) {
    ReportEnvelope of = reported.envelope();
    work =
        traces.take(
            input,
            new Subject(
                reported.report().name(),
                of.reportId(),
                run == null ? of.reportId() : run.correlationId(),
                of.migrationId(),
                of.run(),
                of.taskId(),
                of.stage().name()));
  }

  /** New headers for a record that follows from the input. */
  Headers headers() {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : work.headers()) {
      headers.add(header);
    }
    return headers;
  }

  /** Ends the span. */
  void end() {
    work.close();
    work = Work.NONE;
    input = null;
  }
}
