package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Route;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.loader.targetdb.TestPacks;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.worker.run.AssessedPacks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

  @Test
  void shouldQuarantineAnEventThatWasMadeForOtherColumns() throws Exception {
    copyOneEmail();
    add(LIVE, 0, shaped("e1", SampleTarget.pack(url).layout()));
    add(LIVE, 0, shaped("e2", "another"));
    add(LIVE, 1, shaped("e3", null));
    LoaderUnderTest loader = start(TestPacks.of(SampleTarget.pack(url)));
    loader.turnToTheEnd();

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.quarantined())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getReason()).isEqualTo("UNREADABLE");
              assertThat(record.getLegacyId()).isEqualTo("e2");
              assertThat(record.getDetail()).contains("pack sample", "godwit packs reload");
            });
    assertThat(loader.counts)
        .containsEntry("LIVE loaded", 2L)
        .containsEntry("LIVE quarantined", 1L);
    assertThat(loader.failures).isEmpty();
  }

  @Test
  void shouldReadThePacksAgainForAnEventThatWasMadeWithNewerFiles() throws Exception {
    TargetPack newer = SampleTarget.pack(url);
    List<TargetTable> tables = new ArrayList<>(newer.tables());
    Collections.swap(tables, 0, 1);
    TargetPack older =
        new TargetPack(
            newer.name(),
            newer.fingerprint(),
            newer.database(),
            newer.liveSchema(),
            newer.stagingSchema(),
            newer.prepare(),
            newer.enable(),
            newer.disable(),
            newer.isEnabled(),
            newer.purge(),
            List.of(tables.get(0).at(0), tables.get(1).at(1), tables.get(2), tables.get(3)));
    assertThat(older.layout()).isNotEqualTo(newer.layout());
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    TargetServer.execute(url, "ALTER TABLE live.engagement DROP CONSTRAINT engagement_email_fkey");
    add(LIVE, 0, shaped("e1", older.layout()));
    add(LIVE, 0, shaped("e2", newer.layout()));
    add(LIVE, 1, shaped("e3", newer.layout()));
    LoaderUnderTest loader = start(TestPacks.changing(older, newer));
    loader.turnToTheEnd();

    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getReason)
        .doesNotContain("UNREADABLE");
    assertThat(loader.failures).isEmpty();
  }

  private static TransformedLive shaped(String event, String layout) {
    TransformedLive live = SampleTarget.live(RUN, event, "10", null, 1);
    live.setLayout(layout);
    return live;
  }

  private LoaderUnderTest start(TargetPacks packs) {
    return keep(new LoaderUnderTest(packs.databases().getFirst(), packs, topics, 100));
  }

  private TargetPacks assessedWith(String fingerprint) {
    AssessedPacks assessed = new AssessedPacks();
    assessed.onEvent(
        new TargetAssessed(
            new Envelope(
                "e",
                SampleTarget.CUSTOMER,
                1L,
                "c",
                "c",
                Instant.EPOCH,
                "by",
                1,
                Route.UNKNOWN,
                -1L),
            List.of(),
            fingerprint,
            List.of(),
            0));
    return TestPacks.of(assessed, SampleTarget.pack(url));
  }
}
