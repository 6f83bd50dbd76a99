package dev.godwit.transformer.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.Merges;
import dev.godwit.worker.merge.RunMerges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurvivingReferencesTest {
  private static final Entity OUTLETS = Entity.valueOf("outlets");
  private static final RunMerges MERGES =
      new RunMerges(Map.of(Entity.CONTACTS, merged("7", "9"), OUTLETS, merged("cnn", "CNN", "c")));

  private final TargetPack pack = pack();
  private final Fields fields = new Fields(pack, Entity.ENGAGEMENTS);
  private final SurvivingReferences references = new SurvivingReferences(pack, fields);
  private final Object[] values = new Object[fields.size()];

  @Test
  void shouldReplaceReferencesToMergedRowsByThoseToTheirSurvivors() {
    set("contactId", "9");
    set("outlet", "CNN");
    set("outlets", List.of("c", "bbc", "CNN", "cnn"));
    set("legacyId", "9");
    set("emailId", "9");
    references.replace(values, MERGES);
    assertThat(value("contactId")).isEqualTo("7");
    assertThat(value("outlet")).isEqualTo("cnn");
    assertThat(value("outlets")).as("each survivor once").isEqualTo(List.of("cnn", "bbc"));
    assertThat(value("legacyId")).as("its own id").isEqualTo("9");
    assertThat(value("emailId")).as("emails do not merge").isEqualTo("9");
  }

  @Test
  void shouldLeaveSurvivorsTheOthersAndAbsentValues() {
    set("contactId", "7");
    set("outlet", "bbc");
    references.replace(values, MERGES);
    assertThat(value("contactId")).isEqualTo("7");
    assertThat(value("outlet")).isEqualTo("bbc");
    assertThat(value("outlets")).isNull();
    references.replace(values, RunMerges.NONE);
    assertThat(value("contactId")).isEqualTo("7");
  }

  @Test
  void shouldSayWhichEventsDependOnMergeGroups() {
    assertThat(references.isIn(event().build())).isFalse();
    assertThat(references.isIn(event().setFields(Map.of("other", "x")).build())).isFalse();
    assertThat(references.isIn(event().setContactId("1").build())).isTrue();
    assertThat(references.isIn(event().setFields(Map.of("outlet", "x")).build())).isTrue();
    SurvivingReferences none =
        new SurvivingReferences(
            TestPack.standard(), new Fields(TestPack.standard(), Entity.ENGAGEMENTS));
    assertThat(none.isIn(event().setContactId("1").build()))
        .as("a pack that does not use the contact")
        .isFalse();
  }

  private static Merges merged(String... members) {
    return new Merges(List.of(new MergeGroup(List.of(members), MergeGroup.SAME_KEY)));
  }

  private static LiveEngagement.Builder event() {
    return LiveEngagement.newBuilder()
        .setCustomer("acme")
        .setWay(LiveWay.TOPIC)
        .setEventId("e-1")
        .setEmailId("70")
        .setKind("open")
        .setOccurredAt(Records.TIME);
  }

  private void set(String field, Object value) {
    values[fields.position(field)] = value;
  }

  private Object value(String field) {
    return values[fields.position(field)];
  }

  private static TargetPack pack() {
    List<TargetTable> tables = new ArrayList<>(TestPack.withUnknownParents().tables());
    TargetTable engagements = tables.getLast();
    List<TargetColumn> columns = new ArrayList<>(engagements.columns());
    columns.add(
        new TargetColumn(
            "outlet_id", "ref(outlets, outlet)", ColumnType.UUID, null, true, OUTLETS));
    columns.add(TestPack.column("outlet_ids", "outlets", ColumnType.JSONB, null, true));
    tables.set(tables.size() - 1, engagements.withColumns(columns));
    return TestPack.declaring(
        Map.of(
            Entity.ENGAGEMENTS,
            Map.of(
                "outlet",
                new EntityField(FieldType.ID, OUTLETS),
                "outlets",
                new EntityField(FieldType.LIST, OUTLETS))),
        tables.toArray(TargetTable[]::new));
  }
}
