package dev.godwit.orchestrator.view.merges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.view.MergeGroupRecords;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeExportTest {
  private static final MergeGroupAnswer GROUP =
      new MergeGroupAnswer(
          1,
          "contacts",
          "b1",
          "REVIEW",
          "SAME_NAME_AT_OUTLET",
          6.25,
          2,
          null,
          List.of("3", "4"),
          0,
          7);

  @Test
  void shouldWriteALineForEachRowWithRoomForTheDecision() throws IOException {
    StringWriter out = new StringWriter();
    new MergeExport(null, MergeExportTest::read)
        .write(new MergeExport.Sheet(List.of(GROUP), 2, List.of("address", "phone")), out);
    assertThat(out.toString().lines())
        .containsExactly(
            "group,entity,state,rule,weight,member,survivor,decision,seen,address,phone",
            "b1,contacts,REVIEW,SAME_NAME_AT_OUTLET,6.25,3,3,,2,Ann.3@Example.org,",
            "b1,contacts,REVIEW,SAME_NAME_AT_OUTLET,6.25,4,4,,2,Ann.4@Example.org,");
  }

  @Test
  void shouldFailWhenTheTopicNoLongerHasARecord() {
    MergeExport export = new MergeExport(null, (groups, visitor) -> 1);
    MergeExport.Sheet sheet = new MergeExport.Sheet(List.of(GROUP), 0, List.of());
    assertThatThrownBy(() -> export.write(sheet, new StringWriter()))
        .isInstanceOf(MergeGroups.RecordGoneException.class)
        .hasMessageContaining("run 1");
  }

  private static long read(Collection<MergeGroupAnswer> groups, MergeGroupTopic.Visitor visitor)
      throws IOException {
    for (MergeGroupAnswer group : groups) {
      visitor.group(
          group,
          MergeGroupRecords.review(
              group.run(), group.group(), group.weight(), group.members().toArray(String[]::new)));
    }
    return 0;
  }
}
