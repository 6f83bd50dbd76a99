package dev.godwit.canonical;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/** Ids without an order: UUID version 5. For one thread. */
final class HashedId extends DerivedId {
  private final MessageDigest sha1 = sha1();
  private final byte[] prefix;
  private final byte[] hash = new byte[20];

  HashedId(String customer, String entity) {
    prefix = prefix(customer, entity);
  }

  @Override
  public byte[] bytes(String legacyId) {
    sha1.update(prefix);
    sha1.update(legacyId.getBytes(StandardCharsets.UTF_8));
    try {
      sha1.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-1 does not fit into 20 bytes", e);
    }
    byte[] id = Arrays.copyOf(hash, UUID_BYTES);
    id[6] = (byte) ((id[6] & 0x0F) | 0x50);
    id[8] = (byte) ((id[8] & 0x3F) | 0x80);
    return id;
  }
}
