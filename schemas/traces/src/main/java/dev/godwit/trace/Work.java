package dev.godwit.trace;

import java.util.List;
import org.apache.kafka.common.header.Header;

/** A span that is under way; {@link #close} ends it. Used by one thread at a time. */
public interface Work extends AutoCloseable {
  /** The work of traces that are off. */
  Work NONE =
      new Work() {
        @Override
        public List<Header> headers() {
          return List.of();
        }

        @Override
        public void repeated() {}

        @Override
        public void failed(String kind) {}

        @Override
        public void close() {}
      };

  /** Headers of the records that follow from this work; empty where traces are off. */
  List<Header> headers();

  /** The work begins again from its start. */
  void repeated();

  /**
   * The work failed.
   *
   * @param kind class of the error. Not its message, which can hold the content of a row
   */
  void failed(String kind);

  /** Ends the span. */
  @Override
  void close();
}
