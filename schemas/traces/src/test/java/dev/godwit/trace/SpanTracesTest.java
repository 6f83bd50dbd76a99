package dev.godwit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanTracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Subject COMMAND = Subject.ofCommand("StartMigration", "id-1", "acme");
  private static final Subject TASK =
      Subject.ofTask("ExtractChunk", "acme/2/chunk-7", "acme", 2, "EXTRACT");
  private static final Subject REPORT =
      new Subject("ChunkReport", "r-1", "id-1", "acme", 2, "acme/2/chunk-7", "EXTRACT");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Traces traces = traces(1);

  private Traces traces(double sampled) {
    return SpanTraces.over(
        new TraceSettings(true, TraceSettings.DEFAULT_ENDPOINT, sampled, "loader", "loader-1"),
        SimpleSpanProcessor.create(spans));
  }

  @AfterEach
  void close() {
    traces.close();
  }

  private static List<Header> publisher(String flags) {
    return List.of(header("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags));
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Consumed from(String topic, List<Header> headers) {
    return new Consumed(topic, 3, 17, "group", headers);
  }

  private List<Header> decide(List<Header> given) {
    try (Work work = traces.decide(from("commands", given), COMMAND)) {
      return work.headers();
    }
  }

  private List<Header> work(List<Header> given) {
    try (Work work = traces.work(from("tasks", given), TASK)) {
      return work.headers();
    }
  }

  private List<Header> take(List<Header> given) {
    try (Work work = traces.take(from("reports", given), REPORT)) {
      return work.headers();
    }
  }

  private SpanData span(int number) {
    return spans.getFinishedSpanItems().get(number);
  }

  @Test
  void shouldContinueThePublishersTraceWhenACommandHasOne() {
    decide(publisher("01"));

    assertThat(span(0).getTraceId()).isEqualTo(TRACE);
    assertThat(span(0).getParentSpanId()).isEqualTo(PARENT);
    assertThat(span(0).getKind()).isEqualTo(SpanKind.CONSUMER);
  }

  @Test
  void shouldDeriveTheTraceFromTheCommandWhenItHasNone() {
    decide(List.of());
    decide(List.of());

    assertThat(span(0).getTraceId())
        .as("the first 32 digits of the SHA-256 of id-1")
        .isEqualTo("eb66c623572f8a2a5167ce017dee0541")
        .isEqualTo(span(1).getTraceId());
    assertThat(span(0).getParentSpanContext().isValid()).isFalse();
    assertThat(span(0).getSpanId()).isNotEqualTo(span(1).getSpanId());
  }

  @Test
  void shouldHangEveryTaskBelowItsCommandAndLinkItsCauseWhenReportsFollowEachOther() {
    List<Header> command = decide(publisher("01"));
    List<Header> first = work(command);
    List<Header> report = take(first);
    work(report);

    SpanData decided = span(0);
    assertThat(span(1).getParentSpanId()).isEqualTo(decided.getSpanId());
    assertThat(span(2).getParentSpanId()).isEqualTo(span(1).getSpanId());
    assertThat(span(3).getParentSpanId()).isEqualTo(decided.getSpanId());
    assertThat(span(3).getLinks())
        .singleElement()
        .satisfies(
            link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(span(2).getSpanId()));
    assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getTraceId).containsOnly(TRACE);
  }

  @Test
  void shouldSendTheCommandInTheTraceThatTheEngineWouldBegin() {
    List<Header> sent;
    try (Work work = traces.send("commands", List.of(), COMMAND)) {
      sent = work.headers();
    }
    decide(sent);

    assertThat(span(0).getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span(0).getTraceId()).isEqualTo(TraceIds.of("id-1"));
    assertThat(span(1).getParentSpanId()).isEqualTo(span(0).getSpanId());
  }

  @Test
  void shouldJoinTheTraceOfTheRunsCommandWhenAReportHasNoContext() {
    take(List.of());

    assertThat(span(0).getTraceId()).isEqualTo(TraceIds.of("id-1"));
  }

  @Test
  void shouldRecordNothingAndCarryTheDecisionWhenThePublisherDoesNotSample() {
    List<Header> headers = work(decide(publisher("00")));

    assertThat(spans.getFinishedSpanItems()).isEmpty();
    assertThat(headers)
        .filteredOn(header -> header.key().equals("traceparent"))
        .singleElement()
        .satisfies(
            header ->
                assertThat(new String(header.value(), StandardCharsets.UTF_8))
                    .contains(TRACE)
                    .endsWith("-00"));
  }

  @Test
  void shouldRecordNothingOfItsOwnTracesWhenNoneIsSampled() {
    try (Traces none = traces(0);
        Work work = none.decide(from("commands", List.of()), COMMAND)) {
      assertThat(work.headers()).isNotEmpty();
    }
    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void shouldNameSpansAndAttributesByTheConventions() {
    work(List.of());

    SpanData span = span(0);
    assertThat(span.getName()).isEqualTo("process tasks");
    assertThat(span.getAttributes().asMap())
        .containsEntry(SpanAttributes.SYSTEM, "kafka")
        .containsEntry(SpanAttributes.OPERATION_NAME, "process")
        .containsEntry(SpanAttributes.OPERATION_TYPE, "process")
        .containsEntry(SpanAttributes.DESTINATION, "tasks")
        .containsEntry(SpanAttributes.PARTITION, "3")
        .containsEntry(SpanAttributes.OFFSET, 17L)
        .containsEntry(SpanAttributes.GROUP, "group")
        .containsEntry(SpanAttributes.MESSAGE_ID, "acme/2/chunk-7")
        .containsEntry(SpanAttributes.TYPE, "ExtractChunk")
        .containsEntry(SpanAttributes.CUSTOMER, "acme")
        .containsEntry(SpanAttributes.RUN, 2L)
        .containsEntry(SpanAttributes.TASK, "acme/2/chunk-7")
        .containsEntry(SpanAttributes.STAGE, "EXTRACT")
        .hasSize(13);
    assertThat(span.getResource().getAttribute(SpanAttributes.SERVICE_NAME))
        .isEqualTo("godwit-loader");
  }

  @Test
  void shouldLeaveThePlaceOutWhenTheRecordWasStored() {
    try (Work work = traces.work(Consumed.stored("tasks", List.of()), TASK)) {
      assertThat(work.headers()).isNotEmpty();
    }

    assertThat(span(0).getAttributes().asMap())
        .doesNotContainKeys(SpanAttributes.PARTITION, SpanAttributes.OFFSET, SpanAttributes.GROUP);
  }

  @Test
  void shouldSayWhatFailedWithoutItsMessage() {
    try (Work work = traces.work(from("tasks", List.of()), TASK)) {
      work.repeated();
      work.failed("java.sql.SQLException");
    }

    assertThat(span(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span(0).getStatus().getDescription()).isEmpty();
    assertThat(span(0).getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("error.type"), "java.sql.SQLException");
    assertThat(span(0).getEvents())
        .extracting(event -> event.getName())
        .containsExactly("repeated");
  }

  @Test
  void shouldBeginATraceWhenAHeaderCannotBeRead() {
    List<List<Header>> unreadable =
        List.of(
            List.of(header("traceparent", "")),
            List.of(header("traceparent", "nonsense")),
            List.of(new RecordHeader("traceparent", (byte[]) null)),
            List.of(new RecordHeader("traceparent", new byte[] {-1, -2, -3})),
            List.of(header("traceparent", "00-" + "0".repeat(32) + "-" + PARENT + "-01")),
            List.of(header("traceparent", "0".repeat(100_000))));

    unreadable.forEach(this::decide);

    assertThat(spans.getFinishedSpanItems())
        .hasSize(unreadable.size())
        .allMatch(span -> span.getTraceId().equals(TraceIds.of("id-1")));
  }

  @Test
  void shouldContinueAndForgetTheStateWhenItIsTooLongOrCannotBeRead() {
    for (String state : List.of("a=" + "b".repeat(600), "=,=;;", "godwit=nonsense")) {
      List<Header> headers =
          decide(List.of(publisher("01").getFirst(), header("tracestate", state)));
      assertThat(headers.toString()).doesNotContain("bbbb");
      work(headers);
    }

    assertThat(spans.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .hasSize(6)
        .containsOnly(TRACE);
  }

  @Test
  void shouldKeepTheStateOfThePublisher() {
    List<Header> headers =
        decide(List.of(publisher("01").getFirst(), header("tracestate", "vendor=x")));

    assertThat(headers)
        .filteredOn(header -> header.key().equals("tracestate"))
        .singleElement()
        .satisfies(
            header ->
                assertThat(new String(header.value(), StandardCharsets.UTF_8))
                    .contains("vendor=x")
                    .contains("godwit=" + span(0).getSpanId()));
  }
}
