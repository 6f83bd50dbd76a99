package dev.godwit.validator.ledger;

import dev.godwit.receipt.v1.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;

/**
 * Form of a receipt in a store: Avro's single-object encoding, which names its schema. A receipt is
 * written without its last fields where they say nothing, as before there were such fields: its
 * bytes, and the hash of them in {@link SeenReceipt}, are those of older stores. Thread-safe.
 */
public final class StoredReceipt {
  /** The fields that came later, the newest last; they are the last ones of the schema. */
  private static final List<Later> LATER =
      List.of(
          new Later("replay", receipt -> receipt.getReplay() != 0),
          new Later("lost", receipt -> !receipt.getLost().isEmpty()),
          new Later("machine", receipt -> receipt.getMachine() != 0),
          new Later("entityName", receipt -> receipt.getEntityName() != null),
          new Later("replaced", receipt -> !receipt.getReplaced().isEmpty()),
          new Later("close", receipt -> !receipt.getClose().isEmpty()));

  /** By the number of later fields that are written. */
  private static final List<Schema> SCHEMAS =
      IntStream.rangeClosed(0, LATER.size()).mapToObj(StoredReceipt::withLater).toList();

  private static final List<BinaryMessageEncoder<Receipt>> ENCODERS =
      SCHEMAS.stream().map(StoredReceipt::encoder).toList();
  private static final BinaryMessageDecoder<Receipt> DECODER = Receipt.createDecoder(schemas());

  private record Later(String field, Predicate<Receipt> says) {}

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
    int written = LATER.size();
    while (written > 0 && !LATER.get(written - 1).says().test(receipt)) {
      written--;
    }
    return ENCODERS.get(written).encode(receipt);
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
    SCHEMAS.forEach(schemas::addSchema);
    return schemas;
  }

  private static BinaryMessageEncoder<Receipt> encoder(Schema schema) {
    return new BinaryMessageEncoder<>(SpecificData.getForClass(Receipt.class), schema);
  }

  private static Schema withLater(int written) {
    Schema receipt = Receipt.getClassSchema();
    Set<String> left =
        LATER.stream().skip(written).map(Later::field).collect(Collectors.toUnmodifiableSet());
    List<Schema.Field> fields =
        receipt.getFields().stream()
            .filter(field -> !left.contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        receipt.getName(), receipt.getDoc(), receipt.getNamespace(), false, fields);
  }
}
