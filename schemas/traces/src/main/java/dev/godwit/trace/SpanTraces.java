package dev.godwit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;

/**
 * Traces by the SDK of OpenTelemetry. Ended spans wait in a queue of bounded length and are sent by
 * a thread of the SDK; where the collector is away or slow, spans are dropped, and no work waits.
 * The SDK is not registered globally, so that no library begins to trace by itself. Thread-safe.
 */
public final class SpanTraces implements Traces {
  private static final String SCOPE = "dev.godwit";
  private static final int LONGEST_ATTRIBUTE = 1_000;
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final TraceIds ids = new TraceIds();
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private SpanTraces(TraceSettings settings, SpanProcessor processor) {
    this.provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampled())))
            .setSpanLimits(
                SpanLimits.builder().setMaxAttributeValueLength(LONGEST_ATTRIBUTE).build())
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(SpanAttributes.SERVICE_NAME, "godwit-" + settings.service())
                    .put(SpanAttributes.SERVICE_NAMESPACE, "godwit")
                    .put(SpanAttributes.SERVICE_INSTANCE, settings.instance())
                    .build())
            .addSpanProcessor(processor)
            .build();
    this.tracer = provider.get(SCOPE);
  }

  /** Traces that a processor gets; it is closed with them. */
  public static Traces over(TraceSettings settings, SpanProcessor processor) {
    return new SpanTraces(settings, processor);
  }

  /** Traces that go to the collector of the settings; connects with the first span. */
  static Traces exporting(TraceSettings settings) {
    return over(
        settings,
        BatchSpanProcessor.builder(
                OtlpHttpSpanExporter.builder()
                    .setEndpoint(settings.address())
                    .setTimeout(EXPORT_TIMEOUT)
                    .build())
            .setScheduleDelay(Duration.ofSeconds(1))
            .build());
  }

  @Override
  public Work send(String topic, Iterable<Header> given, Subject subject) {
    SpanBuilder builder =
        tracer
            .spanBuilder(SpanAttributes.SEND + " " + topic)
            .setSpanKind(SpanKind.PRODUCER)
            .setAllAttributes(SpanAttributes.of(topic, SpanAttributes.SEND, subject));
    Span span = start(builder, TraceContext.read(given), subject);
    return new SpanWork(span, span.getSpanContext());
  }

  @Override
  public Work decide(Consumed command, Subject subject) {
    Span span = start(consumer(command, subject), TraceContext.read(command.headers()), subject);
    return new SpanWork(span, TraceContext.ofCommand(span.getSpanContext()));
  }

  @Override
  public Work work(Consumed task, Subject subject) {
    SpanContext sender = TraceContext.read(task.headers());
    SpanContext command = TraceContext.commandOf(sender);
    SpanBuilder builder = consumer(task, subject);
    if (!command.isValid()) {
      return started(builder, sender, subject);
    }
    return started(builder.addLink(sender), command, subject);
  }

  @Override
  public Work take(Consumed report, Subject subject) {
    return started(consumer(report, subject), TraceContext.read(report.headers()), subject);
  }

  private Work started(SpanBuilder builder, SpanContext parent, Subject subject) {
    Span span = start(builder, parent, subject);
    return new SpanWork(span, span.getSpanContext());
  }

  private Span start(SpanBuilder builder, SpanContext parent, Subject subject) {
    return parent.isValid()
        ? builder.setParent(Context.root().with(Span.wrap(parent))).startSpan()
        : ids.startRoot(builder, subject.origin());
  }

  private SpanBuilder consumer(Consumed from, Subject subject) {
    return tracer
        .spanBuilder(SpanAttributes.PROCESS + " " + from.topic())
        .setSpanKind(SpanKind.CONSUMER)
        .setAllAttributes(SpanAttributes.of(from.topic(), SpanAttributes.PROCESS, subject))
        .setAllAttributes(SpanAttributes.of(from));
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
