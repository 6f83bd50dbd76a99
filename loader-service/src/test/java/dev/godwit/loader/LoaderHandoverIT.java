package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.records.Entity.CONTACTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.receipt.v1.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Loaders that follow each other or stand side by side, and a connection that breaks: nothing is
 * lost or twice.
 */
class LoaderHandoverIT extends OneLiveRun {
  @Test
  void shouldWriteNothingAndContinueBehindTheOtherWhenTheInstanceWasOvertaken() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest zombie = start(100);
    LoaderUnderTest successor = start(100);
    zombie.turnToTheEnd();
    successor.turn();
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));
    successor.turnToTheEnd();
    add(CONTACTS, 0, contact(RUN, "3", "c@x"));

    zombie.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(3);
    List<Receipt> all = new ArrayList<>(zombie.receipts());
    all.addAll(successor.receipts());
    // Two that have the same partition at a time may each send what the other has not deleted yet.
    assertThat(all.stream().map(r -> r.getFromOffset() + "-" + r.getToOffset()).distinct())
        .containsExactlyInAnyOrder("0-1", "1-2", "2-3");
  }

  @Test
  void shouldCountNoSkippedRecordsWhenAnotherInstanceHasSkippedThem() throws Exception {
    endRun(RUN);
    LoaderUnderTest first = start(100);
    LoaderUnderTest second = start(100);
    first.turn();
    second.turn();
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));

    first.turnToTheEnd();
    second.turn();

    assertThat(first.counts).containsEntry("CONTACTS skipped", 1L);
    assertThat(second.counts).isEmpty();
  }

  @Test
  void shouldSendNothingOfAnotherWorkersPartitionsWhenItRestoresTheOutbox() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    add(CONTACTS, 1, contact(RUN, "2", "b@x"));
    LoaderUnderTest first = worker(Set.of(0), false);
    LoaderUnderTest second = worker(Set.of(1), false);
    first.turnUntil(() -> rowsOrZero("live.contact") == 1);
    second.turnUntil(() -> rowsOrZero("live.contact") == 2);
    assertThat(first.producer.history()).hasSize(1);

    second.assign();
    second.turn();
    LoaderUnderTest restarted = worker(Set.of(1), true);
    restarted.turn();

    assertThat(second.receipts()).extracting(Receipt::getPartition).containsExactly(1);
    assertThat(restarted.receipts()).extracting(Receipt::getPartition).containsExactly(1);
  }

  @Test
  void shouldSendTheRestOfTheOutboxWhenAPartitionIsTakenOver() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    add(CONTACTS, 1, contact(RUN, "2", "b@x"));
    LoaderUnderTest killed = worker(Set.of(0, 1), false);
    killed.turnToTheEnd();
    TargetServer.execute(
        url,
        "UPDATE godwit.outbox SET source_topic = NULL, source_partition = NULL"
            + " WHERE source_partition = 1");

    LoaderUnderTest first = worker(Set.of(0), true);
    LoaderUnderTest second = worker(Set.of(1), true);
    second.turn();
    first.turn();
    first.turn();

    assertThat(second.receipts()).isEmpty();
    assertThat(first.receipts()).extracting(Receipt::getPartition).containsExactly(0, 1);
    assertThat(rows("godwit.outbox")).isZero();
  }

  @Test
  void shouldSendTheOutboxAgainAndEmptyItWhenTheLoaderRestarts() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest first = start(100);
    first.turnToTheEnd();
    assertThat(rows("godwit.outbox")).isEqualTo(1);

    LoaderUnderTest second = start(100);
    second.turnUntil(() -> rowsOrZero("godwit.outbox") == 0);

    assertThat(second.receipts()).isEqualTo(first.receipts()).hasSize(1);
    second.assign();
    second.turn();
    second.turn();
    assertThat(second.receipts()).hasSize(1);
  }

  @Test
  void shouldLoadEachRecordOnceWhenTheConnectionIsLost() throws Exception {
    add(CONTACTS, 0, contact(RUN, "1", "a@x"));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    TargetServer.execute(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    add(CONTACTS, 0, contact(RUN, "2", "b@x"));

    loader.turnToTheEnd();

    assertThat(rows("live.contact")).isEqualTo(2);
    assertThat(loader.sum(CONTACTS, Receipt::getRecordsOut)).isEqualTo(2);
  }
}
