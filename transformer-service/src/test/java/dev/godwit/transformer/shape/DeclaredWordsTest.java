package dev.godwit.transformer.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowCondition;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.TestPack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredWordsTest {
  private static final Entity NOTES = Entity.valueOf("notes");

  @ParameterizedTest
  @ValueSource(strings = {"kind", "language", "consent", "machine"})
  void shouldLeaveADeclaredFieldAsItIsWhenACanonicalOneElsewhereHasItsName(String field) {
    TargetColumn column = TestPack.column("c", field, ColumnType.TEXT, null, true);
    assertThat(Vocabularies.of(NOTES, column)).isNull();
    assertThat(Vocabularies.of(Entity.EMAILS, column)).isNull();
    assertThat(Vocabularies.reason(NOTES, field)).isEqualTo(QuarantineReason.UNKNOWN_VALUE);
    assertThat(Vocabularies.words(NOTES, field).apply(" yes ")).isEqualTo("yes");
  }

  @Test
  void shouldNormaliseCanonicalFields() {
    TargetColumn kind = TestPack.column("c", "kind", ColumnType.TEXT, null, true);
    assertThat(Vocabularies.of(Entity.ENGAGEMENTS, kind).of("Opened")).isEqualTo("open");
    assertThat(Vocabularies.of(Entity.CONTACTS, kind)).isNull();
    assertThat(Vocabularies.reason(Entity.ENGAGEMENTS, "kind"))
        .isEqualTo(QuarantineReason.UNKNOWN_KIND);
    assertThat(Vocabularies.words(Entity.CONTACTS, "consent").apply("opt-in")).isEqualTo("granted");
  }

  @ParameterizedTest
  @CsvSource({
    "consent,opt-in,yes,true",
    "consent,opt-in,no,false",
    "consent,granted,Subscribed,true",
    "language,German,de_AT,true",
    "language,German,en,false",
    "familyName,' Lee ',Lee,true"
  })
  void shouldReadTheWordOfAConditionAsItReadsTheField(
      String field, String word, String value, boolean holds) {
    Fields fields = new Fields(TestPack.standard(), Entity.CONTACTS);
    Object[] values = new Object[fields.size()];
    values[fields.position(field)] = value;
    assertThat(RecordCondition.of(new RowCondition(field, word), fields).holds(values))
        .isEqualTo(holds);
  }

  @Test
  void shouldCompareADeclaredFieldAsItIsWritten() {
    TargetPack standard = TestPack.standard();
    TargetPack pack =
        new TargetPack(
            standard.name(),
            standard.fingerprint(),
            standard.database(),
            standard.liveSchema(),
            standard.stagingSchema(),
            standard.prepare(),
            standard.enable(),
            standard.disable(),
            standard.isEnabled(),
            standard.purge(),
            List.of(),
            Map.of(),
            Map.of(NOTES, Map.of("kind", new EntityField(FieldType.TEXT))),
            standard.contactRules());
    Fields fields = new Fields(pack, NOTES);
    Object[] values = new Object[fields.size()];
    RecordCondition opened = RecordCondition.of(new RowCondition("kind", "opened"), fields);
    values[fields.position("kind")] = "opened";
    assertThat(opened.holds(values)).isTrue();
    values[fields.position("kind")] = "open";
    assertThat(opened.holds(values)).isFalse();
  }
}
