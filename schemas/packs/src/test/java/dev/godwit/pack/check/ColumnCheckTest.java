package dev.godwit.pack.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.ContactRules;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.read.Findings;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnCheckTest {
  private static final Entity NOTES = Entity.valueOf("notes");

  @Test
  void shouldTakeADeclaredMessageIdAsItsTypeSays() {
    assertThat(findings(NOTES, "messageId", FieldType.BOOLEAN, ColumnType.BOOLEAN, false)).isZero();
    assertThat(findings(NOTES, "messageId", FieldType.BOOLEAN, ColumnType.LONG, false)).isOne();
    assertThat(findings(Entity.EMAILS, "messageId", null, ColumnType.BOOLEAN, false)).isOne();
    assertThat(findings(Entity.EMAILS, "messageId", null, ColumnType.LONG, false)).isZero();
  }

  @Test
  void shouldTakeAnEnumeratedTypeForAFieldThatNoStatementCompares() {
    assertThat(findings(NOTES, "address", FieldType.TEXT, ColumnType.TEXT, true)).isZero();
    assertThat(findings(NOTES, "messageId", FieldType.TEXT, ColumnType.TEXT, true)).isZero();
    assertThat(findings(NOTES, "customer", null, ColumnType.TEXT, true)).isOne();
    assertThat(findings(Entity.CONTACTS, "address", null, ColumnType.TEXT, true)).isOne();
    assertThat(findings(Entity.EMAILS, "messageId", null, ColumnType.TEXT, true)).isOne();
  }

  /**
   * Number of findings about a column.
   *
   * @param declared type that the pack declares for the field; null for a canonical one
   * @param enumerated whether the column has labels
   */
  private static int findings(
      Entity entity, String field, FieldType declared, ColumnType type, boolean enumerated) {
    TargetColumn column =
        new TargetColumn(
            "c",
            field,
            null,
            null,
            true,
            null,
            TargetColumn.Extras.NONE,
            new Position("pack.yaml", 1, 1));
    TargetTable table =
        new TargetTable(0, entity, "t", null, List.of(column), List.of("id"), "id", null, null);
    TargetPack pack =
        new TargetPack(
            "crm",
            "",
            null,
            "live",
            "staging",
            null,
            null,
            null,
            null,
            List.of(),
            List.of(table),
            Map.of(),
            declared == null ? Map.of() : Map.of(entity, Map.of(field, new EntityField(declared))),
            ContactRules.DEFAULT);
    ColumnShape shape =
        new ColumnShape(
            "c",
            "a type",
            type,
            null,
            false,
            null,
            true,
            false,
            false,
            false,
            false,
            enumerated ? List.of("a", "b") : List.of());
    Findings findings = new Findings();
    ColumnCheck check = new ColumnCheck(pack, table, findings);
    check.check(column, shape);
    check.checkComparable(column, shape);
    return findings.size();
  }
}
