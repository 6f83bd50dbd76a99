package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Cut markers in the live topic that no event ordered: anybody may write there. */
class UnorderedMarkersTest extends LiveSession {
  @Test
  void shouldNotWaitForAMarkerThatNoEventOrdered() throws Exception {
    open("acme", 1, 0);
    on.read(TWO, 4, new Cut("nobody/9", Entity.LIVE.symbol(), 1, PARTITIONS, false, null));
    on.read(TWO, 5, new Cut("acme/-7", Entity.LIVE.symbol(), 0, PARTITIONS, false, null));
    on.read(TWO, 6, new Cut("acme/1", Entity.LIVE.symbol(), 99, PARTITIONS, false, null));
    on.read(TWO, 7, event("acme", "e-1").setEmailId("70").build());
    on.steps(2);
    assertThat(on.session.held()).isEmpty();
    assertThat(on.sent(Topics.QUARANTINE))
        .extracting(record -> quarantined(record).getReason())
        .containsExactly("UNREADABLE", "UNREADABLE", "UNREADABLE");
    assertThat(on.sent(Topics.LIVE_TRANSFORMED)).hasSize(1);
    assertThat(on.counted).contains("quarantined=3");
  }

  @Test
  void shouldAwaitEventsOncePerPollForUnorderedMarkers() throws Exception {
    on.steps(1);
    int before = on.waits;
    for (int offset = 0; offset < 300; offset++) {
      TopicPartition partition = offset % 2 == 0 ? TWO : THREE;
      on.read(
          partition,
          offset,
          new Cut("nobody/9", Entity.LIVE.symbol(), offset, PARTITIONS, false, null));
    }
    on.steps(1);
    assertThat(on.waits).isEqualTo(before + 1);
    assertThat(on.sent(Topics.QUARANTINE)).isEmpty();
    on.steps(1);
    assertThat(on.sent(Topics.QUARANTINE)).hasSize(300);
  }

  @Test
  void shouldAwaitEventsAgainForAMarkerOfALaterPoll() throws Exception {
    on.read(TWO, 4, new Cut("acme/1", Entity.LIVE.symbol(), 0, PARTITIONS, false, null));
    on.steps(1);
    on.unheard.addAll(List.of(started("acme", 1), ordered("acme", 1, 0)));
    on.read(TWO, 5, new Cut("acme/1", Entity.LIVE.symbol(), 0, PARTITIONS, false, null));
    on.steps(2);
    assertThat(on.session.held()).containsEntry(TWO, "acme/1");
    assertThat(on.sent(Topics.QUARANTINE)).hasSize(1);
  }

  @Test
  void shouldForwardAMarkerWhenItsOrderArrivesLate() throws Exception {
    on.unheard.addAll(List.of(started("acme", 1), ordered("acme", 1, 0)));
    on.read(TWO, 4, new Cut("acme/1", Entity.LIVE.symbol(), 0, PARTITIONS, false, null));
    on.steps(2);
    assertThat(on.sent(Topics.QUARANTINE)).isEmpty();
    assertThat(on.session.held()).containsEntry(TWO, "acme/1");
  }
}
