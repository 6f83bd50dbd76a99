package dev.godwit.transformer.quarantine;

import dev.godwit.records.Entity;

/** Names of fields of the source whose values fields of the target take or collect. Stateless. */
public final class SourceFieldName {
  private SourceFieldName() {}

  /** Field of the source whose values a field of the target takes, or collects from merged rows. */
  public static String of(Entity entity, String field) {
    if (!entity.equals(Entity.CONTACTS)) {
      return field;
    }
    return switch (field) {
      case "teams" -> "team";
      case "outlets" -> "outlet";
      default -> field;
    };
  }

  /**
   * Field of the source whose value is at fault, for a fix; null where none is, where no fix of it
   * helps, and for {@code legacyId}.
   */
  static String of(Entity entity, QuarantinedException why) {
    String field = why.source() == null ? why.field() : why.source();
    return field == null || !why.isFixable() || field.indexOf('.') >= 0 || field.equals("legacyId")
        ? null
        : of(entity, field);
  }
}
