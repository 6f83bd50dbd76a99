package dev.godwit.pack.check;

import dev.godwit.pack.ColumnType;
import java.util.List;

/**
 * A column as the catalogue describes it.
 *
 * @param name name
 * @param typeName type as PostgreSQL writes it
 * @param type the type; null where Godwit does not know it
 * @param maxLength limit in characters, of an array of each item; null for none
 * @param padded whether values are padded with spaces, as char(n) does
 * @param secondDigits fractional digits of the seconds that are kept; null where it is no time
 * @param nullable whether NULL is allowed
 * @param filled whether the database fills it where no value is given
 * @param computed whether the database refuses a value
 * @param alwaysIdentity whether it does so only in an INSERT: a COPY gives an identity its value
 * @param isDomain whether the type is a domain over {@code type}, whose checks the database makes
 * @param labels labels of an enumerated type; empty for others
 */
record ColumnShape(
    String name,
    String typeName,
    ColumnType type,
    Long maxLength,
    boolean padded,
    Integer secondDigits,
    boolean nullable,
    boolean filled,
    boolean computed,
    boolean alwaysIdentity,
    boolean isDomain,
    List<String> labels) {}
