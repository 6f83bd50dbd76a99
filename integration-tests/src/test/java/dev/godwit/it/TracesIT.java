package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.it.TraceCollector.Span;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Traces of a rehearsal, from a published command to the reports on its tasks. */
@ExtendWith(SharedStack.class)
class TracesIT {
  private static final String PUBLISHER = "b7ad6b7169203331";
  private static final EnumSet<Part> TRACED =
      EnumSet.of(Part.ORCHESTRATOR, Part.EXTRACTOR, Part.LOADER, Part.VALIDATOR);

  private final RunningGodwit godwit;
  private final TraceCollector collector;

  TracesIT(RunningGodwit godwit) {
    this.godwit = godwit;
    this.collector = godwit.collector();
  }

  @Test
  void shouldSendNoSpanAndWriteNoHeaderWhenTracesAreOff() {
    Customer customer = godwit.customer("untraced");
    customer.create(40, 40, 40);
    int before = collector.requests();

    rehearse(customer, newTrace());

    assertThat(collector.requests()).as("requests to the collector").isEqualTo(before);
    assertThat(headers(Topics.EVENTS, customer)).isEmpty();
    assertThat(headers(Topics.TASKS, customer)).isEmpty();
    assertThat(headers(Topics.REPORTS, customer)).isEmpty();
  }

  @Test
  void shouldMakeOneTraceFromAPublishedCommandToTheReportsWhenTracesAreOn() {
    Customer customer = godwit.customer("traced");
    customer.create(40, 40, 40);
    String trace = newTrace();
    Stack traced = new Stack(godwit.stack().settings().withVariable("GODWIT_TRACES", "true"));
    godwit.stack().stop(TRACED, line -> {});
    try {
      traced.start(TRACED, line -> {});
      rehearse(customer, trace);
      Conditions.await(
          "the span of the last report",
          () -> collector.trace(trace).stream().anyMatch(TracesIT::isOfTheLastReport));
    } finally {
      traced.stop(TRACED, line -> {});
      godwit.stack().start(TRACED, line -> {});
    }

    List<Span> spans = collector.trace(trace);
    Map<String, Span> byId =
        spans.stream().collect(Collectors.toMap(Span::id, Function.identity()));
    Span command = only(spans, "RehearseMigration");
    assertThat(command.parent()).as("the publisher's span").isEqualTo(PUBLISHER);
    assertThat(command.name()).isEqualTo("process " + Topics.COMMANDS);
    List<Span> tasks = named(spans, "process " + Topics.TASKS);
    assertThat(tasks).allMatch(task -> task.parent().equals(command.id()));
    assertThat(tasks)
        .extracting(Span::service)
        .contains("godwit-extractor", "godwit-loader", "godwit-validator");
    List<Span> reports = named(spans, "process " + Topics.REPORTS);
    assertThat(reports)
        .allMatch(report -> report.service().equals("godwit-orchestrator"))
        .allMatch(report -> byId.containsKey(report.parent()));
    assertThat(ofType(reports, "ChunkReport"))
        .isNotEmpty()
        .allMatch(report -> byId.get(report.parent()).type().equals("ExtractChunk"));
    assertThat(byId.get(only(reports, "VerdictReport").parent()).service())
        .isEqualTo("godwit-validator");
    assertThat(byId.get(only(reports, "PurgeReport").parent()).service())
        .isEqualTo("godwit-loader");
    assertThat(spans)
        .allMatch(span -> span.attributes().get("godwit.customer").equals(customer.id()));
    assertThat(headers(Topics.EVENTS, customer)).allMatch(header -> header.contains(trace));
  }

  private static String newTrace() {
    UUID id = UUID.randomUUID();
    return HexFormat.of().toHexDigits(id.getMostSignificantBits())
        + HexFormat.of().toHexDigits(id.getLeastSignificantBits());
  }

  /** Publishes the command with a context, as a program does, and waits until the run has ended. */
  private void rehearse(Customer customer, String trace) {
    String commandId = UUID.randomUUID().toString();
    String json =
        """
        {"command":"RehearseMigration","commandId":"%s","customer":"%s"}\
        """
            .formatted(commandId, customer.id());
    Header context =
        new RecordHeader(
            "traceparent",
            "00-%s-%s-01".formatted(trace, PUBLISHER).getBytes(StandardCharsets.UTF_8));
    new CommandTopic(godwit)
        .publish(customer.id(), json.getBytes(StandardCharsets.UTF_8), List.of(context));
    assertThat(customer.answer(commandId).state()).isEqualTo(CommandAnswer.State.ACCEPTED);
    customer.awaitOutcome(RunOutcome.PASSED);
  }

  private static boolean isOfTheLastReport(Span span) {
    return span.type().equals("PurgeReport");
  }

  private static List<Span> named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  private static List<Span> ofType(List<Span> spans, String type) {
    return spans.stream().filter(span -> span.type().equals(type)).toList();
  }

  private static Span only(List<Span> spans, String type) {
    assertThat(ofType(spans, type)).as(type).hasSize(1);
    return ofType(spans, type).getFirst();
  }

  /** Headers of a customer's records in a topic whose keys begin with the customer. */
  private List<String> headers(String topic, Customer customer) {
    List<String> headers = new ArrayList<>();
    int records = 0;
    for (ConsumerRecord<byte[], byte[]> record : new TopicReader(godwit).raw(topic)) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      if (key.equals(customer.id()) || key.startsWith(customer.id() + "/")) {
        records++;
        Header context = record.headers().lastHeader("traceparent");
        if (context != null) {
          headers.add(new String(context.value(), StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(records).as("records of %s in %s", customer.id(), topic).isPositive();
    return headers;
  }
}
