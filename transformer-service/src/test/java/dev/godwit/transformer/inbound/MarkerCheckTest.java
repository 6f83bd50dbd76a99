package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.transformer.Records;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A cut marker counts only where the event of its cut says. */
class MarkerCheckTest extends LiveSession {
  private static final TopicPartition ENGAGEMENTS = SNAPSHOT;

  @Test
  void shouldNotMoveACutOfTheSnapshotByAMarkerThatSomebodyWroteAgain() throws Exception {
    on.event(ordered());
    on.event(written(1, 1));
    on.read(ENGAGEMENTS, 0, Records.engagement("700").build());
    on.read(ENGAGEMENTS, 1, marker(1));
    on.read(ENGAGEMENTS, 2, Records.engagement("701").build());
    on.read(ENGAGEMENTS, 3, marker(1));
    on.steps(2);
    assertThat(cutsForwarded(Topics.transformed(Entity.ENGAGEMENTS))).isEqualTo(1);
    assertThat(on.receipts())
        .extracting(Receipt::getCut, Receipt::getToOffset)
        .contains(tuple(1, 2L))
        .doesNotContain(tuple(1, 4L));
    assertThat(on.receipts())
        .as("the refused marker is no record of the run")
        .allMatch(receipt -> receipt.getQuarantined() == 0);
    assertThat(quarantined(on.sent(Topics.QUARANTINE).getFirst()).getDetail())
        .contains("at the offset that its event names");
  }

  @Test
  void shouldNotEndTheSnapshotAtAMarkerThatSomebodyWroteAhead() throws Exception {
    on.event(ordered());
    on.read(ENGAGEMENTS, 0, marker(1));
    on.read(ENGAGEMENTS, 1, Records.engagement("700").build());
    on.read(ENGAGEMENTS, 2, marker(1));
    on.steps(2);
    assertThat(on.session.held()).containsEntry(ENGAGEMENTS, "acme/1");
    on.event(written(1, 2));
    on.steps(1);
    on.read(ENGAGEMENTS, 0, marker(1));
    on.read(ENGAGEMENTS, 1, Records.engagement("700").build());
    on.read(ENGAGEMENTS, 2, marker(1));
    on.steps(2);
    assertThat(on.session.held()).isEmpty();
    assertThat(on.sent(Topics.QUARANTINE)).hasSize(1);
    assertThat(cutsForwarded(Topics.transformed(Entity.ENGAGEMENTS))).isEqualTo(1);
    assertThat(on.receipts())
        .filteredOn(receipt -> receipt.getCut() == 1)
        .singleElement()
        .satisfies(receipt -> assertThat(receipt.getRecordsIn()).isEqualTo(1));
  }

  @Test
  void shouldNotWaitForACutOfTheSnapshotThatNobodyOrdered() throws Exception {
    on.read(ENGAGEMENTS, 0, marker(7));
    on.read(ENGAGEMENTS, 1, Records.engagement("700").build());
    on.steps(2);
    assertThat(on.session.held()).isEmpty();
    assertThat(on.sent(Topics.QUARANTINE)).hasSize(1);
    assertThat(on.sent(Topics.transformed(Entity.ENGAGEMENTS))).hasSize(1);
  }

  @Test
  void shouldNotMoveACutOfLiveEngagementByAMarkerThatSomebodyWroteAgain() throws Exception {
    open("acme", 1, 0);
    on.statuses.apply(cutWritten("acme", 1, 1, false, 4));
    on.read(TWO, 4, live(1));
    on.read(TWO, 5, event("acme", "e-1").setEmailId("70").build());
    on.read(TWO, 6, live(1));
    on.read(TWO, 7, live(0));
    on.read(THREE, 6, live(1));
    on.steps(3);
    assertThat(cutsForwarded(Topics.LIVE_TRANSFORMED)).isEqualTo(1);
    assertThat(on.sent(Topics.QUARANTINE)).hasSize(3);
    assertThat(on.receipts())
        .filteredOn(receipt -> receipt.getCut() == 1)
        .extracting(Receipt::getToOffset)
        .containsExactly(5L);
  }

  private long cutsForwarded(String topic) {
    return on.sent(topic).stream().filter(record -> decoded(record) instanceof Cut).count();
  }

  private static Cut marker(int cut) {
    return new Cut("acme/1", Entity.ENGAGEMENTS.symbol(), cut, PARTITIONS, false, null);
  }

  private static Cut live(int cut) {
    return new Cut("acme/1", Entity.LIVE.symbol(), cut, PARTITIONS, false, null);
  }

  private static CutStarted ordered() {
    return new CutStarted(envelope("acme", 1), Entity.ENGAGEMENTS.symbol(), 1, false, null);
  }

  private static CutWritten written(int cut, long offset) {
    List<Long> offsets = Collections.nCopies(PARTITIONS, offset);
    return new CutWritten(
        envelope("acme", 1), Entity.ENGAGEMENTS.symbol(), cut, offsets, false, null);
  }
}
