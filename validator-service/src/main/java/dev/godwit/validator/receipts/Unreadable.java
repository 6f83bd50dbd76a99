package dev.godwit.validator.receipts;

import dev.godwit.wire.UnreadableRecordException;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Says which value could not be read. A run whose receipt is lost so is never reconciled. */
final class Unreadable {
  private Unreadable() {}

  static void tell(
      ReceiptWatch watch, ProcessorContext<String, byte[]> context, UnreadableRecordException e) {
    context
        .recordMetadata()
        .ifPresent(at -> watch.unreadable(at.topic(), at.partition(), at.offset(), e.getMessage()));
  }
}
