package dev.godwit.validator.receipts;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.wire.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records in Avro's single-object encoding, which needs no registry. */
final class PlainRecordBytes implements RecordBytes {
  @Override
  public SpecificRecord read(String topic, byte[] value) throws UnreadableRecordException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      return switch (topic) {
        case Topics.RECEIPTS -> Receipt.fromByteBuffer(bytes);
        case Topics.LEDGER_REQUESTS -> ReconcileCut.fromByteBuffer(bytes);
        default -> Ledger.fromByteBuffer(bytes);
      };
    } catch (IOException | RuntimeException e) {
      throw new UnreadableRecordException("Expected a record, but: " + e, e);
    }
  }

  SpecificRecord readable(byte[] ledger) {
    try {
      return Ledger.fromByteBuffer(ByteBuffer.wrap(ledger));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] write(String topic, SpecificRecord record) {
    try {
      ByteBuffer bytes =
          new BinaryMessageEncoder<SpecificRecord>(
                  SpecificData.getForClass(record.getClass()), record.getSchema())
              .encode(record);
      byte[] value = new byte[bytes.remaining()];
      bytes.get(value);
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
