package dev.godwit.loader.reference;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A parameter of type {@code uuid[]} in PostgreSQL's binary form, which costs a tenth of the text
 * that the driver would make. Source of the form: {@code array_send} in PostgreSQL's arrayfuncs.c.
 * Not thread-safe.
 */
final class UuidArray extends PGobject implements PGBinaryObject {
  private static final long serialVersionUID = 1L;
  private static final int HEADER_BYTES = 20;
  private static final int ELEMENT_BYTES = 20;

  private final transient Collection<?> ids;

  /**
   * @param ids all of type {@link UUID}
   */
  UuidArray(Collection<?> ids) throws SQLException {
    this.ids = ids;
    setType("_uuid");
  }

  /** Lets the driver send such arrays in binary form on this connection. */
  static void allow(Connection connection) throws SQLException {
    connection.unwrap(BaseConnection.class).getQueryExecutor().addBinarySendOid(Oid.UUID_ARRAY);
  }

  @Override
  public int lengthInBytes() {
    return HEADER_BYTES + ELEMENT_BYTES * ids.size();
  }

  @Override
  public void toBytes(byte[] target, int offset) {
    ByteBuffer out = ByteBuffer.wrap(target, offset, lengthInBytes());
    out.putInt(1).putInt(0).putInt(Oid.UUID).putInt(ids.size()).putInt(1);
    for (Object id : ids) {
      UUID uuid = (UUID) id;
      out.putInt(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("only sent, never read");
  }

  @Override
  public String getValue() {
    return ids.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
