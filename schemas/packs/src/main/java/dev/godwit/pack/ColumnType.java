package dev.godwit.pack;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Types of the target's columns that Godwit can write and read back, as its catalogue gives them.
 */
public enum ColumnType {
  /** {@code boolean}. */
  BOOLEAN,
  /** {@code smallint}, 2 bytes. */
  SHORT,
  /** {@code integer}, 4 bytes. */
  INTEGER,
  /** {@code bigint}, 8 bytes. */
  LONG,
  /** {@code double precision}, 8 bytes. */
  DOUBLE,
  /** {@code numeric}. */
  NUMERIC,
  /** {@code text}, {@code varchar(n)}, {@code char(n)}, and enumerated types (as their label). */
  TEXT,
  /** {@code uuid}. */
  UUID,
  /** {@code timestamp without time zone}; Godwit writes UTC. */
  TIMESTAMP,
  /** {@code timestamp with time zone}. */
  TIMESTAMPTZ,
  /** {@code date}; of an instant, its day in UTC. */
  DATE,
  /** {@code json}. */
  JSON,
  /** {@code jsonb}. */
  JSONB,
  /** {@code bytea}. */
  BYTES,
  /** {@code citext}; kept as it is written, and compared by the database without its case. */
  CITEXT,
  /** {@code real}, 4 bytes. */
  FLOAT,
  /** {@code time without time zone}. */
  TIME,
  /** {@code interval}. */
  INTERVAL,
  /** {@code inet}. */
  INET,
  /** {@code cidr}. */
  CIDR,
  /** {@code text[]}. */
  TEXT_ARRAY,
  /** {@code varchar[]}. */
  VARCHAR_ARRAY,
  /** {@code integer[]}. */
  INTEGER_ARRAY,
  /** {@code bigint[]}. */
  LONG_ARRAY,
  /** {@code uuid[]}. */
  UUID_ARRAY;

  private static final Map<String, ColumnType> BY_NAME =
      Map.ofEntries(
          Map.entry("bool", BOOLEAN),
          Map.entry("int2", SHORT),
          Map.entry("int4", INTEGER),
          Map.entry("int8", LONG),
          Map.entry("float8", DOUBLE),
          Map.entry("numeric", NUMERIC),
          Map.entry("text", TEXT),
          Map.entry("varchar", TEXT),
          Map.entry("bpchar", TEXT),
          Map.entry("uuid", UUID),
          Map.entry("timestamp", TIMESTAMP),
          Map.entry("timestamptz", TIMESTAMPTZ),
          Map.entry("date", DATE),
          Map.entry("json", JSON),
          Map.entry("jsonb", JSONB),
          Map.entry("bytea", BYTES),
          Map.entry("citext", CITEXT),
          Map.entry("float4", FLOAT),
          Map.entry("time", TIME),
          Map.entry("interval", INTERVAL),
          Map.entry("inet", INET),
          Map.entry("cidr", CIDR),
          Map.entry("_text", TEXT_ARRAY),
          Map.entry("_varchar", VARCHAR_ARRAY),
          Map.entry("_int4", INTEGER_ARRAY),
          Map.entry("_int8", LONG_ARRAY),
          Map.entry("_uuid", UUID_ARRAY));

  private static final Set<ColumnType> LOOKED_UP_BY_TEXT =
      Collections.unmodifiableSet(EnumSet.of(SHORT, INTEGER, LONG, NUMERIC, TEXT, UUID));

  private static final Set<ColumnType> ARRAYS =
      Collections.unmodifiableSet(
          EnumSet.of(TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY));

  /**
   * The type of a column by the name of its type in PostgreSQL's catalogue, such as {@code int4};
   * an array's begins with _. Empty where Godwit cannot write it. An enumerated type has a name of
   * its own, which is not known here.
   */
  public static Optional<ColumnType> ofName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
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
