package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.TransformedLive;
import org.junit.jupiter.api.Test;

/** Events of the live topic that say they are rows of the source, and are not. */
class ForgedRowsTest extends LiveSession {
  @Test
  void shouldLetNobodyPublishARowOfTheSourceBeforeTheTailDoes() throws Exception {
    open("acme", 1, 0);
    on.read(TWO, 4, event("acme", null).setLegacyId("701").setEmailId("70").build());
    on.read(
        TWO,
        5,
        event("acme", null).setLegacyId("702").setWay(LiveWay.TAIL).setEmailId("70").build());
    on.read(TWO, 6, event("acme", "e-1").setWay(LiveWay.TAIL).setEmailId("70").build());
    on.readTail(
        TWO,
        7,
        event("acme", null).setLegacyId("701").setWay(LiveWay.TAIL).setEmailId("70").build());
    on.steps(2);
    assertThat(on.sent(Topics.QUARANTINE))
        .hasSize(3)
        .allSatisfy(
            record ->
                assertThat(quarantined(record).getDetail())
                    .contains("only in records that the extractor's tail of the source wrote"))
        .allSatisfy(record -> assertThat(quarantined(record).getRunId()).isEqualTo("acme/1"));
    assertThat(on.sent(Topics.LIVE_TRANSFORMED))
        .singleElement()
        .satisfies(
            record ->
                assertThat(((TransformedLive) decoded(record)).getEventId()).isEqualTo("701"));
    assertThat(on.receipts().getFirst().getRecordsIn())
        .as("all of them are counted for the customer's run")
        .isEqualTo(4);
  }
}
