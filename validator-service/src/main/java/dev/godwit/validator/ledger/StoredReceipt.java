package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;

/**
 * Form of a receipt in a store: Avro's single-object encoding, which names its schema. A receipt of
 * no replay is written without the field {@code replay}, as before there were replays: its bytes,
 * and the hash of them in {@link SeenReceipt}, are those of older stores. Thread-safe.
 */
public final class StoredReceipt {
  private static final String REPLAY = "replay";
  private static final Schema WITHOUT_REPLAY = withoutReplay(Receipt.getClassSchema());
  private static final BinaryMessageEncoder<Receipt> OF_RUN =
      new BinaryMessageEncoder<>(SpecificData.getForClass(Receipt.class), WITHOUT_REPLAY);
  private static final BinaryMessageDecoder<Receipt> DECODER = Receipt.createDecoder(schemas());

  private StoredReceipt() {}

  /** The bytes of a receipt; the same receipt gives the same bytes. */
  public static byte[] bytes(Receipt receipt) {
    try {
      ByteBuffer encoded =
          receipt.getReplay() == 0 ? OF_RUN.encode(receipt) : receipt.toByteBuffer();
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("Expected a receipt that can be encoded, but: " + e, e);
    }
  }

  /**
   * Reverse of {@link #bytes}.
   *
   * @throws IOException fatal: these are not the bytes of a receipt of this build
   */
  public static Receipt receipt(byte[] bytes) throws IOException {
    return DECODER.decode(ByteBuffer.wrap(bytes));
  }

  private static SchemaStore schemas() {
    SchemaStore.Cache schemas = new SchemaStore.Cache();
    schemas.addSchema(WITHOUT_REPLAY);
    return schemas;
  }

  private static Schema withoutReplay(Schema receipt) {
    List<Schema.Field> fields =
        receipt.getFields().stream()
            .filter(field -> !field.name().equals(REPLAY))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        receipt.getName(), receipt.getDoc(), receipt.getNamespace(), false, fields);
  }
}
