package dev.godwit.validator.ledger;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.receipt.v1.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What is kept of a receipt so that it is recognised when it comes again.
 *
 * @param toOffset input offset after the range
 * @param fingerprint 64-bit hash of what the receipt says; who says it and when is not part of it
 */
public record SeenReceipt(long toOffset, long fingerprint) {
  private static final int BYTES = 2 * Long.BYTES;

  /** What is kept of this receipt. */
  public static SeenReceipt of(Receipt receipt) {
    Receipt said = Receipt.newBuilder(receipt).setInstance("").setProducedAt(Instant.EPOCH).build();
    try {
      ByteBuffer bytes = said.toByteBuffer();
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      return new SeenReceipt(receipt.getToOffset(), ByteDigest.hash(content, 0, content.length));
    } catch (IOException e) {
      throw new UncheckedIOException("Expected a receipt that can be encoded, but: " + e, e);
    }
  }

  /** Form for a store: 16 bytes, big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(toOffset).putLong(fingerprint).array();
  }

  /** Reverse of {@link #toBytes()}. */
  public static SeenReceipt fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "Expected "
              + BYTES
              + " bytes of a seen receipt, found "
              + bytes.length
              + "; rebuild the store from the receipts");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new SeenReceipt(buffer.getLong(), buffer.getLong());
  }
}
