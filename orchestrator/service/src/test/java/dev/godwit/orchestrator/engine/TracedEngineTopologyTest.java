package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.trace.SpanTraces;
import dev.godwit.trace.TraceSettings;
import dev.godwit.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with traces: the headers that it writes, and that nothing else depends on them. */
class TracedEngineTopologyTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final int ALL = Integer.MAX_VALUE;
  private static final List<String> TO_A_COMMIT =
      List.of(
          "{'command':'RehearseMigration','commandId':'id-1','customer':'acme','by':'ann'}",
          "{'command':'ApproveMigration','commandId':'id-2','customer':'acme','by':'bob',"
              + "'waiveFindings':true,'why':'fine'}",
          "{'command':'StartMigration','commandId':'id-3','customer':'acme','by':'ann'}");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Traces traces =
      SpanTraces.over(
          new TraceSettings(true, TraceSettings.DEFAULT_ENDPOINT, 1, "orchestrator", "here"),
          SimpleSpanProcessor.create(spans));
  private final EngineHarness engine = EngineHarness.tracing(traces);

  @AfterEach
  void close() {
    engine.close();
    traces.close();
  }

  private static Headers publisher() {
    return new RecordHeaders()
        .add(
            "traceparent", ("00-" + TRACE + "-" + PARENT + "-01").getBytes(StandardCharsets.UTF_8));
  }

  private static String parent(Headers headers) {
    Header header = headers.lastHeader("traceparent");
    return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static void toACommit(EngineHarness engine) {
    for (String command : TO_A_COMMIT) {
      engine.json(command);
      engine.work(ALL);
    }
    assertThat(engine.events.getLast().event()).isInstanceOf(MigrationCommitted.class);
  }

  @Test
  void shouldCarryThePublishersTraceInEveryEventAndTaskThatFollows() {
    engine.json(TO_A_COMMIT.getFirst(), publisher());

    SpanData span = spans.getFinishedSpanItems().getFirst();
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("godwit.type")))
        .isEqualTo("RehearseMigration");
    assertThat(engine.written)
        .hasSize(4)
        .allSatisfy(
            record ->
                assertThat(parent(record.headers()))
                    .isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01"));
  }

  @Test
  void shouldDecideTheSameWithTracesAndWithout() {
    toACommit(engine);
    try (EngineHarness without = new EngineHarness()) {
      toACommit(without);
      assertThat(engine.events).isEqualTo(without.events);
      assertThat(values(engine.written)).isEqualTo(values(without.written));
      assertThat(engine.stores()).isEqualTo(without.stores());
      assertThat(without.written).allMatch(record -> record.headers().toArray().length == 0);
    }
    assertThat(engine.written).allMatch(record -> !parent(record.headers()).equals("none"));
  }

  private static List<String> values(List<TestRecord<String, byte[]>> records) {
    return records.stream()
        .map(one -> one.key() + "=" + new String(one.value(), StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Test
  void shouldBuildTheSameStateFromTheEventsOfATracedHistory() {
    toACommit(engine);
    Map<String, String> before = engine.stores();
    try (EngineHarness rebuilt = engine.withLostState()) {
      rebuilt.json(TO_A_COMMIT.getLast());
      assertThat(rebuilt.events).isEmpty();
      assertThat(rebuilt.stores()).isEqualTo(before);
    }
  }

  @Test
  void shouldMakeNoSpanOfACommandThatWasAnsweredBefore() {
    engine.json(TO_A_COMMIT.getFirst(), publisher());
    engine.json(TO_A_COMMIT.getFirst(), publisher());

    assertThat(spans.getFinishedSpanItems()).hasSize(1);
  }

  @Test
  void shouldTraceARejectedAndAnUnreadableCommand() {
    engine.json("{'command':'StartMigration','customer':'nobody','by':'ann'}", publisher());
    engine.json("no command", publisher());

    assertThat(spans.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .containsExactly(TRACE, TRACE);
  }

  @Test
  void shouldJoinTheRunsTraceWhenReportsHaveNoContext() {
    engine.json(TO_A_COMMIT.getFirst());
    engine.work(ALL);

    assertThat(spans.getFinishedSpanItems())
        .hasSizeGreaterThan(5)
        .extracting(SpanData::getTraceId)
        .containsOnly(spans.getFinishedSpanItems().getFirst().getTraceId());
  }
}
