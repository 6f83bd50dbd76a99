package dev.godwit.pack;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Type of a field of an entity, as records of the extracted topics carry it. */
public enum FieldType {
  /** Id in the source, as text. */
  ID,
  /** Text. */
  TEXT,
  /** List of texts. */
  LIST,
  /** Instant, in microseconds. */
  INSTANT,
  /** Day without a time zone. */
  DATE,
  /** Whole number of at most 8 bytes. */
  INTEGER,
  /** Decimal number of any precision, as text. */
  DECIMAL,
  /** True or false. */
  BOOLEAN,
  /** JSON, as text. */
  JSON,
  /** UUID, as text. */
  UUID,
  /** Bytes. */
  BYTES;

  /** The type of a name in a pack; empty where there is none, and for {@code id}. */
  public static Optional<FieldType> ofName(String name) {
    return Stream.of(values()).filter(type -> type != ID && type.text().equals(name)).findFirst();
  }

  /** Names of the types that a pack can give a field, in the order of the documentation. */
  public static List<String> names() {
    return Stream.of(values()).filter(type -> type != ID).map(FieldType::text).toList();
  }

  /** Whether values of a type of that name can be read as this one. */
  public boolean reads(String name) {
    return text().equals(name)
        || (this == TEXT && (name.equals("id") || name.equals("json")))
        || (this == ID && name.equals("text"));
  }

  /** Name in small letters, as packs have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
