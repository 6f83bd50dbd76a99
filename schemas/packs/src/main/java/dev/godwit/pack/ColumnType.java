package dev.godwit.pack;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Types of the target's columns that Godwit can write and read back, as its catalogue gives them.
 */
public enum ColumnType {
  /** {@code boolean}. */
  BOOLEAN("bool"),
  /** {@code smallint}, 2 bytes. */
  SHORT("int2"),
  /** {@code integer}, 4 bytes. */
  INTEGER("int4"),
  /** {@code bigint}, 8 bytes. */
  LONG("int8"),
  /** {@code double precision}, 8 bytes. */
  DOUBLE("float8"),
  /** {@code numeric}. */
  NUMERIC("numeric"),
  /** {@code text}, {@code varchar(n)}, {@code char(n)}, and enumerated types (as their label). */
  TEXT("text", "varchar", "bpchar"),
  /** {@code uuid}. */
  UUID("uuid"),
  /** {@code timestamp without time zone}; Godwit writes UTC. */
  TIMESTAMP("timestamp"),
  /** {@code timestamp with time zone}. */
  TIMESTAMPTZ("timestamptz"),
  /** {@code date}; of an instant, its day in UTC. */
  DATE("date"),
  /** {@code json}. */
  JSON("json"),
  /** {@code jsonb}. */
  JSONB("jsonb"),
  /** {@code bytea}. */
  BYTES("bytea"),
  /** {@code citext}; kept as it is written, and compared by the database without its case. */
  CITEXT("citext"),
  /** {@code real}, 4 bytes. */
  FLOAT("float4"),
  /** {@code time without time zone}. */
  TIME("time"),
  /** {@code interval}. */
  INTERVAL("interval"),
  /** {@code inet}. */
  INET("inet"),
  /** {@code cidr}. */
  CIDR("cidr"),
  /** {@code text[]}. */
  TEXT_ARRAY("_text"),
  /** {@code varchar[]}. */
  VARCHAR_ARRAY("_varchar"),
  /** {@code integer[]}. */
  INTEGER_ARRAY("_int4"),
  /** {@code bigint[]}. */
  LONG_ARRAY("_int8"),
  /** {@code uuid[]}. */
  UUID_ARRAY("_uuid");

  private static final Set<ColumnType> LOOKED_UP_BY_TEXT =
      Collections.unmodifiableSet(EnumSet.of(SHORT, INTEGER, LONG, NUMERIC, TEXT, UUID));

  private static final Set<ColumnType> ARRAYS =
      Collections.unmodifiableSet(
          EnumSet.of(TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY));

  private final List<String> names;

  ColumnType(String... names) {
    this.names = List.of(names);
  }

  /**
   * The type of a column by the name of its type in PostgreSQL's catalogue, such as {@code int4};
   * an array's begins with _. Empty where Godwit cannot write it. An enumerated type has a name of
   * its own, which is not known here.
   */
  public static Optional<ColumnType> ofName(String name) {
    return Stream.of(values()).filter(type -> type.names.contains(name)).findFirst();
  }

  /** Whether any text is a value of the type. */
  public boolean isText() {
    return this == TEXT || this == CITEXT;
  }

  /** Whether it is an array. */
  public boolean isArray() {
    return ARRAYS.contains(this);
  }

  /** Whether it is an array of texts. */
  public boolean isTextArray() {
    return this == TEXT_ARRAY || this == VARCHAR_ARRAY;
  }

  /**
   * Whether Godwit can look a row up by a value of the type that is given as text: keys and message
   * ids have such a type. Enumerated types, which are {@link #TEXT} otherwise, cannot be compared
   * with a text, and {@link #CITEXT} is compared with one without its index.
   */
  public boolean isLookedUpByText() {
    return LOOKED_UP_BY_TEXT.contains(this);
  }
}
