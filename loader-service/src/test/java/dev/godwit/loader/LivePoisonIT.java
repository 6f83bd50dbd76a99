package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.records.QuarantineLimits;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.QuarantinedRecord;
import org.junit.jupiter.api.Test;

/** Live records that nobody can read or store cost themselves alone. */
class LivePoisonIT extends OneLiveRun {
  @Test
  void shouldQuarantineOneEventWhenItsMessageIdHoldsNul() throws Exception {
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e1", null, "m-10", 1));
    add(LIVE, 0, live(RUN, "e2", null, "m-\0", 1));
    add(LIVE, 0, live(RUN, "e3", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getLegacyId, QuarantinedRecord::getReason)
        .containsExactly(tuple("e2", "BAD_CHARACTER"));
    assertThat(loader.failures).isEmpty();
  }

  @Test
  void shouldQuarantineUnderNoRunWhenNoRunIsOpen() throws Exception {
    endRun(RUN);
    topics.appendBytes(LIVE, 0, new byte[] {1, 2, 3});
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getRunId, QuarantinedRecord::getReason)
        .containsExactly(tuple("", "UNREADABLE"));
    assertThat(loader.counts)
        .containsEntry("LIVE quarantined", 1L)
        .doesNotContainKey("LIVE skipped");
  }

  @Test
  void shouldQuarantineARecordWhenItsRunIdHoldsNul() throws Exception {
    add(
        LIVE,
        0,
        new Cut(
            "acme/\0", LIVE.symbol(), 1, TransformedTopics.PARTITIONS, false, LIVE.declaredName()));
    add(LIVE, 0, live("acme/\0", "e1", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .containsExactly("UNREADABLE", "UNREADABLE");
  }

  @Test
  void shouldKeepTheBeginningOfAValueWhenItIsTooLargeForQuarantine() throws Exception {
    copyOneEmail();
    byte[] large = new byte[QuarantineLimits.VALUE_BYTES + 1];
    large[0] = 1;
    topics.appendBytes(LIVE, 0, large);
    LoaderUnderTest loader = start(100);

    loader.turnToTheEnd();

    QuarantinedRecord kept = loader.quarantined().get(0);
    assertThat(kept.getValue().remaining()).isEqualTo(QuarantineLimits.VALUE_BYTES);
    assertThat(kept.getDetail()).contains("of the value's 1048577 bytes are kept here");
    assertThat(kept.getOffset()).isZero();
  }
}
