package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import org.junit.jupiter.api.Test;

/**
 * A run whose live events cannot be loaded: said once, tried again, and no other run waits for it.
 */
class LiveFailureIT extends OneLiveRun {
  @Test
  void shouldReportOnceAndRetryWhenALiveTableDoesNotFit() throws Exception {
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN at TO moment");
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());

    assertThat(loader.failures).hasSize(1);
    assertThat(loader.failures.get(0)).startsWith(RUN).contains("42703");
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN moment TO at");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(1);
  }

  @Test
  void shouldHoldBackEventsWhenALiveColumnBecameShorter() throws Exception {
    copyOneEmail();
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    TargetServer.execute(url, "ALTER TABLE live.engagement ALTER customer TYPE varchar(2)");
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());

    assertThat(loader.failures)
        .singleElement()
        .satisfies(
            text ->
                assertThat(text)
                    .startsWith(RUN)
                    .contains("customer", "texts of any length", "a limit of 2 characters"));
    assertThat(loader.quarantined()).isEmpty();
    TargetServer.execute(url, "ALTER TABLE live.engagement ALTER customer TYPE text");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.quarantined()).isEmpty();
  }

  @Test
  void shouldLoadOtherRunsWhenOneRunCannotBeLoaded() throws Exception {
    copyOneEmail();
    secondRun("sample");
    TargetServer.execute(
        url,
        """
        CREATE FUNCTION live.refuse() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION USING ERRCODE = ''42501''; END';
        CREATE TRIGGER refuse BEFORE INSERT ON live.engagement FOR EACH ROW
          WHEN (NEW.at >= timestamptz '2090-01-01') EXECUTE FUNCTION live.refuse()""");
    long year2099 = 4_070_908_800_000_000L;
    add(LIVE, 0, live(RUN, "a1", "10", null, 1));
    add(LIVE, 0, live("acme/2", "b1", "10", null, year2099));
    add(LIVE, 0, live(RUN, "a2", "10", null, 1));
    add(LIVE, 1, live(RUN, "a3", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());
    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }

    assertThat(rows("live.engagement")).isEqualTo(2);
    assertThat(loader.failures).hasSize(1);
    assertThat(loader.failures.get(0)).startsWith("acme/2").contains("42501");

    TargetServer.execute(url, "DROP TRIGGER refuse ON live.engagement");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(4);
  }

  @Test
  void shouldCountSkippedEventsOnceWhenTheyFollowAFailingRun() throws Exception {
    copyOneEmail();
    secondRun("sample");
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    openRun("acme/3", RunKind.LIVE);
    endRun("acme/3");
    TargetServer.execute(
        url,
        """
        CREATE FUNCTION live.refuse() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION USING ERRCODE = ''42501''; END';
        CREATE TRIGGER refuse BEFORE INSERT ON live.engagement FOR EACH ROW
          EXECUTE FUNCTION live.refuse()""");
    add(LIVE, 0, live("acme/3", "c1", "10", null, 1));
    add(LIVE, 0, live("acme/2", "b1", "10", null, 1));
    add(LIVE, 0, live("acme/3", "c2", "10", null, 1));

    loader.turnUntil(() -> !loader.failures.isEmpty());
    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }
    assertThat(loader.counts).containsEntry("LIVE skipped", 1L);

    TargetServer.execute(url, "DROP TRIGGER refuse ON live.engagement");
    loader.turnToTheEnd();
    assertThat(loader.counts).containsEntry("LIVE skipped", 2L);
  }

  @Test
  void shouldReportOnceAndRetryWhenACommittedRunCannotBeLoaded() throws Exception {
    copyOneEmail();
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    TargetServer.execute(url, "UPDATE godwit.run SET state = 'ENABLED'");
    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN at TO moment");
    add(LIVE, 0, live(RUN, "e1", "10", null, 1));
    for (int turn = 0; turn < 10; turn++) {
      loader.turn();
    }
    assertThat(loader.failures).hasSize(1);

    TargetServer.execute(url, "ALTER TABLE live.engagement RENAME COLUMN moment TO at");
    loader.turnToTheEnd();
    assertThat(rows("live.engagement")).isEqualTo(1);
  }

  @Test
  void shouldPauseOnlyThePartitionWhenTheRunsPackIsMissing() throws Exception {
    copyOneEmail();
    secondRun("no-such-pack");
    add(LIVE, 0, live("acme/2", "b1", "10", null, 1));
    add(LIVE, 1, live(RUN, "a1", "10", null, 1));
    LoaderUnderTest loader = start(100);

    loader.turnUntil(() -> !loader.failures.isEmpty());
    for (int turn = 0; turn < 5; turn++) {
      loader.turn();
    }

    assertThat(rows("live.engagement")).isEqualTo(1);
    assertThat(loader.failures)
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("acme/2").contains("no-such-pack"));
    endRun("acme/2");
    loader.turnToTheEnd();
  }

  /** A second live run, whose emails are all there. */
  private void secondRun(String pack) throws Exception {
    openRun("acme/2", RunKind.LIVE, pack);
    if (pack.equals("sample")) {
      topics.cutEverywhere("acme/2", CONTACTS);
      topics.cutEverywhere("acme/2", EMAILS);
    }
  }
}
