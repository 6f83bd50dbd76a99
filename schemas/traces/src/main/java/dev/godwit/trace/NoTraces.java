package dev.godwit.trace;

import org.apache.kafka.common.header.Header;

/** Traces that are off. Refers to nothing of OpenTelemetry, so nothing of it is loaded. */
final class NoTraces implements Traces {
  @Override
  public Work send(String topic, Iterable<Header> given, Subject subject) {
    return Work.NONE;
  }

  @Override
  public Work decide(Consumed command, Subject subject) {
    return Work.NONE;
  }

  @Override
  public Work work(Consumed task, Subject subject) {
    return Work.NONE;
  }

  @Override
  public Work take(Consumed report, Subject subject) {
    return Work.NONE;
  }

  @Override
  public void close() {}
}
