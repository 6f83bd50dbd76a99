package dev.godwit.pack;

import java.util.Collections;
import java.util.EnumSet;
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

  private static final Set<ColumnType> LOOKED_UP_BY_TEXT =
      Collections.unmodifiableSet(EnumSet.of(SHORT, INTEGER, LONG, NUMERIC, TEXT, UUID));

  private static final Set<ColumnType> ARRAYS =
      Collections.unmodifiableSet(
          EnumSet.of(TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY));

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
