package dev.godwit.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/**
 * Ids of the target that follow from those of the source, so that the same row of the source always
 * gets the same id, in every run and on every machine, without a look-up. A run has one of two
 * versions, for as long as it and its live events last:
 *
 * <ul>
 *   <li>{@link #ORDERED}: UUID version 8, ordered as the ids of the source are ({@link OrderedId}),
 *       so that rows that are loaded one after another are neighbours in the target's indexes.
 *   <li>{@link #HASHED}: UUID version 5 (RFC 9562, SHA-1) of the namespace {@link #NAMESPACE} and
 *       the UTF-8 name {@code customer/entity/legacyId}, the entity in lower case ({@code
 *       contacts}, {@code emails}, {@code engagements}), as runs of the first release have them.
 * </ul>
 *
 * <p>The static methods are thread-safe. An instance makes many ids of one customer and entity, and
 * is for one thread.
 */
public abstract sealed class DerivedId permits HashedId, OrderedId {
  /** Version of ids that have the order of those of the source. */
  public static final int ORDERED = 8;

  /** Version of ids that have no order. */
  public static final int HASHED = 5;

  /** Namespace of all derived ids: the UUID version 5 of the DNS name godwit.dev. Never changes. */
  public static final UUID NAMESPACE = UUID.fromString("efef520d-b17d-5037-9c59-c790324e59fa");

  static final int UUID_BYTES = 16;

  DerivedId() {}

  /**
   * Ids of one customer and entity.
   *
   * @param version {@link #ORDERED} or {@link #HASHED}
   * @param customer not null
   * @param entity not null, in capitals or not
   * @throws IllegalArgumentException where there is no such version
   */
  public static DerivedId of(int version, String customer, String entity) {
    return switch (version) {
      case ORDERED -> new OrderedId(customer, entity);
      case HASHED -> new HashedId(customer, entity);
      default ->
          throw new IllegalArgumentException(
              "Expected derived ids of version %d or %d, found %d; update this service."
                  .formatted(ORDERED, HASHED, version));
    };
  }

  /** The 16 bytes of the id of a row of the source, in a new array. */
  public abstract byte[] bytes(String legacyId);

  /** The same as a UUID. */
  public UUID uuid(String legacyId) {
    return uuid(bytes(legacyId));
  }

  /** The id of a row of the source; no argument is null. */
  public static UUID of(int version, String customer, String entity, String legacyId) {
    return of(version, customer, entity).uuid(legacyId);
  }

  /** The UUID of 16 bytes. */
  static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, UUID_BYTES);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** The 16 bytes of a UUID, most significant first, as cells hold it. */
  public static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** The bytes that are hashed before the id: the namespace, then customer and entity. */
  static byte[] prefix(String customer, String entity) {
    byte[] name =
        (customer + "/" + entity.toLowerCase(Locale.ROOT) + "/").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(UUID_BYTES + name.length).put(bytes(NAMESPACE)).put(name).array();
  }

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1; this one has not.", e);
    }
  }
}
