package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;

/**
 * Form of a receipt in a store: Avro's single-object encoding, which names its schema. A receipt of
 * no replay is written without the field {@code replay}, and one that lost nothing without the
 * field {@code lost}, as before there were such fields: its bytes, and the hash of them in {@link
 * SeenReceipt}, are those of older stores. Thread-safe.
 */
public final class StoredReceipt {
  private static final String REPLAY = "replay";
  private static final String LOST = "lost";
  private static final Schema OF_REPLAY = without(Set.of(LOST));
  private static final Schema OF_RUN = without(Set.of(LOST, REPLAY));
  private static final BinaryMessageEncoder<Receipt> OF_REPLAY_ENCODER = encoder(OF_REPLAY);
  private static final BinaryMessageEncoder<Receipt> OF_RUN_ENCODER = encoder(OF_RUN);
  private static final BinaryMessageDecoder<Receipt> DECODER = Receipt.createDecoder(schemas());

  private StoredReceipt() {}

  /** The bytes of a receipt; the same receipt gives the same bytes. */
  public static byte[] bytes(Receipt receipt) {
    try {
      ByteBuffer encoded = encode(receipt);
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("Expected a receipt that can be encoded, but: " + e, e);
    }
  }

  private static ByteBuffer encode(Receipt receipt) throws IOException {
    if (!receipt.getLost().isEmpty()) {
      return receipt.toByteBuffer();
    }
    return (receipt.getReplay() == 0 ? OF_RUN_ENCODER : OF_REPLAY_ENCODER).encode(receipt);
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
    schemas.addSchema(OF_RUN);
    schemas.addSchema(OF_REPLAY);
    return schemas;
  }

  private static BinaryMessageEncoder<Receipt> encoder(Schema schema) {
    return new BinaryMessageEncoder<>(SpecificData.getForClass(Receipt.class), schema);
  }

  private static Schema without(Set<String> names) {
    Schema receipt = Receipt.getClassSchema();
    List<Schema.Field> fields =
        receipt.getFields().stream()
            .filter(field -> !names.contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        receipt.getName(), receipt.getDoc(), receipt.getNamespace(), false, fields);
  }
}
