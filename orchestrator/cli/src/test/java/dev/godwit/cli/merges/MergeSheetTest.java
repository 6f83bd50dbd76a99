package dev.godwit.cli.merges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class MergeSheetTest {
  private static final String HEADING =
      "group,entity,state,rule,weight,member,decision,seen,address\r\n";

  private final Flaws flaws = new Flaws();

  @Test
  void shouldReadGroupsAndDecisions() {
    MergeSheet sheet =
        MergeSheet.read(
            "\ufeff"
                + HEADING
                + "g1,contacts,REVIEW,R,6.5,1,together,3,\"a, \"\"b\"\"\nc\"\r\n"
                + "g1,contacts,REVIEW,R,6.5,2, Together ,3,x\r\n"
                + "\r\n"
                + "g2,companies,AUTOMATIC,R,9,7,,3,\r\n"
                + "g2,companies,AUTOMATIC,R,9,8,,3,",
            flaws);
    assertThat(flaws.all()).isEmpty();
    assertThat(sheet.seen()).isEqualTo(3);
    assertThat(sheet.groups())
        .extracting(MergeSheet.Group::id, MergeSheet.Group::entity, MergeSheet.Group::line)
        .containsExactly(tuple("g1", "contacts", 2), tuple("g2", "companies", 6));
    assertThat(sheet.groups().getFirst().rows())
        .containsExactly(
            new MergeSheet.Row(2, "1", "1", "together"),
            new MergeSheet.Row(4, "2", "2", "together"));
    assertThat(sheet.groups().getLast().isOpen()).isTrue();
  }

  @Test
  void shouldReadColumnsInAnyOrderWithSemicolonsOrTabs() {
    for (String separator : new String[] {";", "\t"}) {
      MergeSheet sheet =
          MergeSheet.read(
              "seen;member;decision;group;state\n0;1;apart;g1;REVIEW\n0;2;apart;g1;REVIEW\n"
                  .replace(";", separator),
              flaws);
      assertThat(flaws.all()).isEmpty();
      assertThat(sheet.groups().getFirst().entity()).isEqualTo("contacts");
      assertThat(sheet.groups().getFirst().rows()).hasSize(2);
    }
  }

  @Test
  void shouldNameLineAndColumnOfEveryFlaw() {
    MergeSheet unused =
        MergeSheet.read(
            HEADING
                + "g1,contacts,REVIEW,R,6,1,merge,3,\n"
                + "g1,contacts,REVIEW,R,6,1,together,4,\n"
                + "g1,contacts,APART,R,6,2,together,3,\n"
                + "g1,contacts,REVIEW\n"
                + ",contacts,REVIEW,R,6,5,together,3,\n"
                + "g2,contacts,REVIEW,R,6,,together,three,\n",
            flaws);
    assertThat(flaws.all())
        .extracting(Flaws.Flaw::sentence)
        .containsExactlyInAnyOrder(
            "line 2, column decision: expected together, together:LABEL (letters, digits, - and _),"
                + " apart or nothing, found 'merge'",
            "line 3, column seen: expected 3 as in the lines before, found 4: the lines are of two"
                + " exports",
            "line 3, column member: expected each row of group g1 once, found '1' also in line 2:"
                + " the group is decided twice",
            "line 4, column state: expected 'REVIEW' as in line 2 of group g1, found 'APART'",
            "line 5: expected 9 cells as in the heading, found 3",
            "line 6, column group: expected the value that was exported, found nothing",
            "line 7, column seen: expected the number that was exported, found 'three'",
            "line 7, column member: expected the value that was exported, found nothing");
  }

  @Test
  void shouldRefuseAFileWithoutItsColumnsOrWithoutRows() {
    assertThat(firstFlaw("")).contains("line 1: expected a heading with group, state, member");
    assertThat(firstFlaw("group,member\n1,2\n"))
        .contains("line 1, column state: expected a heading");
    assertThat(firstFlaw(HEADING)).contains("at least one row behind the heading");
    assertThat(firstFlaw("group,group,state,member,decision,seen\n"))
        .contains("column group: expected this column once");
  }

  @Test
  void shouldNameQuotationMarksThatDoNotEnd() {
    assertThat(firstFlaw(HEADING + "g1,contacts,REVIEW,R,6,1,apart,3,\"never\nends"))
        .isEqualTo("line 2: expected a closing quotation mark, found the end of the file");
    assertThat(firstFlaw(HEADING + "g1,contacts,REVIEW,R,6,1,apart,3,\"a\"b\n"))
        .startsWith("line 2: expected a separator behind the closing quotation mark");
  }

  private static String firstFlaw(String text) {
    Flaws flaws = new Flaws();
    MergeSheet unused = MergeSheet.read(text, flaws);
    return flaws.all().getFirst().sentence();
  }
}
