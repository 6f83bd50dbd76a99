package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.replay.ReplayUnderTest;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.ReplayReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which records a replay of the load reads: all conditions of a selection hold together. */
class ReplaySelectionIT extends ReplayedRun {
  private static final int PEOPLE = 10;

  @Test
  void shouldReadOnePartitionWhenItIsNamed() throws Exception {
    deleteEngagements();

    ReplayReport report = replayed(1, selection().setPartitions(List.of(1)).build());

    assertThat(restored()).containsExactly("1", "3", "5", "7", "9");
    assertThat(report.getRead()).isEqualTo(3 * 5);
    assertThat(report.getWritten()).isEqualTo(5);
  }

  @Test
  void shouldReadOneEntityOfOnePartitionWhenBothAreNamed() throws Exception {
    deleteEngagements();

    ReplayReport report =
        replayed(
            1,
            selection()
                .setPartitions(List.of(0))
                .setEntities(List.of(ENGAGEMENTS.symbol()))
                .build());

    assertThat(restored()).containsExactly("0", "2", "4", "6", "8");
    assertThat(report.getRead()).isEqualTo(5);
    assertThat(report.getPresent()).isZero();
  }

  @Test
  void shouldLeaveOutWhatIsBeforeAnOffsetWhenOneIsNamed() throws Exception {
    deleteEngagements();

    ReplayReport report =
        replayed(
            1, selection().setEntities(List.of(ENGAGEMENTS.symbol())).setFromOffset(3L).build());

    assertThat(restored()).containsExactly("6", "7", "8", "9");
    assertThat(report.getRead()).isEqualTo(4);
  }

  @Test
  void shouldReadNothingAndEndWhenTheOffsetIsBehindTheRun() throws Exception {
    deleteEngagements();

    ReplayReport report = replayed(1, selection().setFromOffset(1_000L).build());

    assertThat(restored()).isEmpty();
    assertThat(report.getRead()).isZero();
  }

  @Test
  void shouldReadExactlyTheKeysWhenTheyAreNamed() throws Exception {
    deleteEngagements();

    ReplayReport report = replayed(1, selection().setKeys(List.of("3", "4", "none")).build());

    assertThat(restored()).containsExactly("3", "4");
    assertThat(report.getRead()).as("a contact, an email and an engagement each").isEqualTo(6);
    assertThat(report.getWritten()).isEqualTo(2);
  }

  /** The record of second 2 has an offset behind that of second 5. */
  @Test
  void shouldReadWhatCameSinceATimeWhenItIsNamed() throws Exception {
    loader = start(100);
    for (int second : List.of(1, 5, 2, 6)) {
      topics.at(second * 1000L);
      add(CONTACTS, 0, contact(RUN, "" + second, second + "@x"));
    }
    topics.at(1000);
    add(CONTACTS, 1, contact(RUN, "10", "10@x"));
    for (Entity entity : List.of(CONTACTS, EMAILS, ENGAGEMENTS)) {
      topics.cutEverywhere(RUN, entity);
    }
    loadToTheEnd();
    TargetServer.execute(url, "DELETE FROM live.contact");

    ReplayReport report = replayed(1, selection().setFromTimeMillis(5000L).build());

    assertThat(TargetServer.query(url, "SELECT legacy FROM live.contact ORDER BY 1"))
        .containsExactly("5", "6");
    assertThat(report.getRead()).isEqualTo(2);
  }

  @Test
  void shouldReadRecordsOfOneReasonWhenItIsNamed() throws Exception {
    loadWithALongAddress();
    TargetServer.execute(url, "ALTER TABLE live.contact ALTER address TYPE varchar(90)");

    ReplayReport report = replayed(1, quarantined("TARGET_REFUSED"));

    assertThat(report.getRead()).isEqualTo(1);
    assertThat(quarantine()).containsExactly("EMAILS|20", "ENGAGEMENTS|200");

    replayed(2, quarantined("BROKEN_REFERENCE"));
    assertThat(quarantine()).isEmpty();
  }

  private void deleteEngagements() throws Exception {
    copyPeople(PEOPLE);
    TargetServer.execute(url, "DELETE FROM live.engagement");
  }

  /** Ids of the contacts whose engagement is there. */
  private List<String> restored() throws Exception {
    return TargetServer.query(
        url,
        "SELECT c.legacy FROM live.engagement e JOIN live.email m ON m.id = e.email"
            + " JOIN live.contact c ON c.id = m.contact ORDER BY 1");
  }

  private ReplayReport replayed(int number, ReplaySelection selection) throws Exception {
    ReplayUnderTest replay = replay(100, true);
    assertThat(replay.run(number, selection, false)).isEqualTo("OVER");
    return reportOf(replay);
  }

  private static ReplaySelection.Builder selection() {
    return ReplaySelection.newBuilder();
  }
}
