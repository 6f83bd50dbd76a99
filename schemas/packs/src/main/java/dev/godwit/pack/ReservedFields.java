package dev.godwit.pack;

import java.util.List;

/** Names that a declared field cannot have, since they mean something else. Stateless. */
public final class ReservedFields {
  /** Fields of an extracted record that Godwit itself writes: no source pack declares them. */
  public static final List<String> OF_RECORDS =
      List.of(RowSchema.RUN_ID, RowSchema.MEMBERS, RowSchema.LEGACY_CONTACT_ID);

  /** Values of columns that are no fields: no target pack declares them. */
  public static final List<String> OF_COLUMNS =
      List.of(
          TargetColumn.ID,
          TargetColumn.CUSTOMER,
          TargetColumn.ACCOUNT,
          TargetColumn.ITEM,
          TargetColumn.CONSTANT);

  private ReservedFields() {}

  /** Whether a source pack or a target pack cannot declare a field of that name. */
  public static boolean has(String name) {
    return OF_RECORDS.contains(name) || OF_COLUMNS.contains(name);
  }
}
