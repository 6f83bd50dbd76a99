package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.loader.targetdb.TestPacks;
import dev.godwit.worker.run.AssessedPacks;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that was assessed with other files of its pack than the loader has. */
class ChangedPackIT extends OneLiveRun {
  @Test
  void shouldLoadNothingAndSayWhatToDoWhenThePackIsAnother() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(assessedWith("another fingerprint"));
    loader.turnUntil(() -> !loader.failures.isEmpty());

    assertThat(loader.failures)
        .singleElement()
        .asString()
        .startsWith(RUN + ": pack ")
        .contains("fingerprint another fing, found fingerprint f00d at loader")
        .contains("godwit resume", "godwit packs reload");
    assertThat(rows("live.contact")).isZero();
  }

  @Test
  void shouldLoadWhenThePackIsTheOneOfTheAssessment() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(assessedWith("f00d"));
    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(1);
    assertThat(loader.failures).isEmpty();
  }

  @Test
  void shouldGoOnWithThePackAsItIsWhenTheRunIsCommitted() throws Exception {
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    add(LIVE, 0, SampleTarget.live(RUN, "e1", "10", null, 1));
    LoaderUnderTest loader = start(assessedWith("another fingerprint"));
    loader.turnToTheEnd();

    assertThat(loader.failures).isEmpty();
  }

  private LoaderUnderTest start(TargetPacks packs) {
    return keep(new LoaderUnderTest(packs.databases().getFirst(), packs, topics, 100));
  }

  private TargetPacks assessedWith(String fingerprint) {
    AssessedPacks assessed = new AssessedPacks();
    assessed.onEvent(
        new TargetAssessed(
            new Envelope("e", SampleTarget.CUSTOMER, 1L, "c", "c", Instant.EPOCH, "by", 1),
            List.of(),
            fingerprint,
            List.of()));
    return TestPacks.of(assessed, SampleTarget.pack(url));
  }
}
