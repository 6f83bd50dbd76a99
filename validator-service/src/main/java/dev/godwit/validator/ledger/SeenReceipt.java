package dev.godwit.validator.ledger;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.receipt.v1.Receipt;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Mark of a booked receipt, by which a repeated one is recognised.
 *
 * @param toOffset input offset after the range
 * @param fingerprint 64-bit hash of the receipt's content, without its instance and time
 */
public record SeenReceipt(long toOffset, long fingerprint) {
  private static final int BYTES = 2 * Long.BYTES;

  /** The mark of a receipt. */
  public static SeenReceipt of(Receipt receipt) {
    Receipt content =
        Receipt.newBuilder(receipt).setInstance("").setProducedAt(Instant.EPOCH).build();
    byte[] bytes = StoredReceipt.bytes(content);
    return new SeenReceipt(receipt.getToOffset(), ByteDigest.hash(bytes, 0, bytes.length));
  }

  /** Form for a store: 16 bytes, big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(toOffset).putLong(fingerprint).array();
  }

  /** Reverse of {@link #toBytes()}. */
  public static SeenReceipt fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "Expected %d bytes of a booked receipt, found %d; rebuild the store from the receipts"
              .formatted(BYTES, bytes.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new SeenReceipt(buffer.getLong(), buffer.getLong());
  }
}
