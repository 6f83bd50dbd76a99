package dev.godwit.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * Ids of the target that follow from those of the source: UUID version 5 (RFC 9562, SHA-1) of the
 * namespace {@link #NAMESPACE} and the UTF-8 name {@code customer/entity/legacyId}, the entity in
 * lower case ({@code contacts}, {@code emails}, {@code engagements}). So the same old row always
 * gets the same new id, in every run and on every machine, without a look-up.
 *
 * <p>The static methods are thread-safe. An instance makes many ids of one customer and entity, and
 * is for one thread.
 */
public final class DerivedId {
  /** Namespace of all derived ids: the UUID version 5 of the DNS name godwit.dev. Never changes. */
  public static final UUID NAMESPACE = UUID.fromString("efef520d-b17d-5037-9c59-c790324e59fa");

  private static final int UUID_BYTES = 16;
  private static final ThreadLocal<MessageDigest> SHA_1 = ThreadLocal.withInitial(DerivedId::sha1);

  private final MessageDigest sha1 = sha1();
  private final byte[] prefix;
  private final byte[] hash = new byte[20];

  /** For ids of one customer and entity; both are not null. */
  public DerivedId(String customer, String entity) {
    prefix = prefix(customer, entity);
  }

  /** The 16 bytes of the new id, in a new array. */
  public byte[] bytes(String legacyId) {
    return finish(sha1, prefix, legacyId, hash);
  }

  /** The new id of an old one; no argument is null. */
  public static UUID of(String customer, String entity, String legacyId) {
    ByteBuffer bytes =
        ByteBuffer.wrap(
            finish(SHA_1.get(), prefix(customer, entity), legacyId, new byte[20]), 0, UUID_BYTES);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /** The 16 bytes of a UUID, most significant first, as cells hold it. */
  public static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte[] prefix(String customer, String entity) {
    byte[] name =
        (customer + "/" + entity.toLowerCase(Locale.ROOT) + "/").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(UUID_BYTES + name.length).put(bytes(NAMESPACE)).put(name).array();
  }

  private static byte[] finish(MessageDigest sha1, byte[] prefix, String legacyId, byte[] hash) {
    sha1.update(prefix);
    sha1.update(legacyId.getBytes(StandardCharsets.UTF_8));
    try {
      sha1.digest(hash, 0, hash.length);
    } catch (java.security.DigestException e) {
      throw new IllegalStateException("SHA-1 does not fit into 20 bytes", e);
    }
    byte[] id = Arrays.copyOf(hash, UUID_BYTES);
    id[6] = (byte) ((id[6] & 0x0F) | 0x50);
    id[8] = (byte) ((id[8] & 0x3F) | 0x80);
    return id;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1; this one has not.", e);
    }
  }
}
