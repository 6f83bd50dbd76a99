package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.Packs;
import dev.godwit.pack.SourcePack;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.worker.failure.SqlFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tail against a real PostgreSQL, whose transactions commit in any order, late, or never. */
class TailIT {
  private static final int LIMIT = 100_000;
  private static final int WRITERS = 4;
  private static final int TRANSACTIONS = 250;

  private static SourceDatabase source;

  @BeforeAll
  static void start() throws Exception {
    source = new SourceDatabase();
  }

  @AfterAll
  static void stop() throws Exception {
    source.close();
  }

  @Test
  void shouldReadEveryRowOnceWhenManyWriteAndTheTailRestarts() throws Exception {
    String customer = "many";
    Random random = new Random(4711);
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        Follower follower = new Follower(source, customer, Long.MIN_VALUE, LIMIT);
        Connection connection = source.writer()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        long seed = i;
        writers.add(threads.submit(() -> write(customer, new Random(seed))));
      }
      while (!writers.stream().allMatch(Future::isDone)) {
        follower.poll(2 + random.nextInt(300));
        if (random.nextInt(10) == 0) {
          follower.restart();
        } else if (random.nextInt(10) == 0) {
          follower.pollInVain(300);
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      List<Long> written =
          SourceDatabase.numbers(
              connection, "select id from engagement where customer_id = 'many' order by id");
      follower.pollUntil(() -> follower.settled() >= written.getLast());
      assertThat(follower.read)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(written);
      assertThat(follower.read).as("some came out of order").isNotEqualTo(written);
      assertThat(follower.poll(1000).events()).isEmpty();
    }
  }

  private static Void write(String customer, Random random) throws SQLException {
    try (Connection connection = source.writer()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < TRANSACTIONS; i++) {
        for (int rows = random.nextInt(5); rows >= 0; rows--) {
          SourceDatabase.open(connection, random.nextInt(8) == 0 ? "another" : customer);
          if (random.nextInt(20) == 0) {
            SourceDatabase.run(connection, "select pg_sleep(0.02)");
          }
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    }
    return null;
  }

  @Test
  void shouldReadARowWhenItsLongTransactionCommits() throws Exception {
    try (Connection slow = source.writer();
        Connection quick = source.writer();
        Follower follower = new Follower(source, "slow", Long.MIN_VALUE, LIMIT)) {
      slow.setAutoCommit(false);
      long late = SourceDatabase.open(slow, "slow");
      List<Long> others = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        others.add(SourceDatabase.open(quick, "slow"));
        follower.poll(100);
      }
      follower.pollUntil(() -> follower.read.size() == others.size());
      assertThat(follower.settled()).isLessThan(late);
      follower.restart();
      slow.commit();
      follower.pollUntil(() -> follower.settled() >= others.getLast());
      others.add(late);
      assertThat(follower.read).containsExactlyInAnyOrderElementsOf(others);
    }
  }

  @Test
  void shouldReadALateRowWhenAnUnrelatedTransactionIsOpen() throws Exception {
    try (Connection endless = source.writer();
        Connection slow = source.writer();
        Connection quick = source.writer();
        Follower follower = new Follower(source, "unrelated", Long.MIN_VALUE, LIMIT)) {
      endless.setAutoCommit(false);
      SourceDatabase.run(endless, "select 1");
      slow.setAutoCommit(false);
      long late = SourceDatabase.open(slow, "unrelated");
      long other = SourceDatabase.open(quick, "unrelated");
      follower.pollUntil(() -> follower.read.contains(other));
      slow.commit();
      follower.pollUntil(() -> follower.read.contains(late));
      assertThat(follower.settled()).isLessThan(late);
      endless.rollback();
      follower.pollUntil(() -> follower.settled() >= other);
      assertThat(follower.read).containsExactly(other, late);
    }
  }

  @Test
  void shouldReadARowWhenItsKeyWasDrawnLongBeforeTheWrite() throws Exception {
    try (Connection slow = source.writer();
        Connection quick = source.writer();
        Follower follower = new Follower(source, "drawn", Long.MIN_VALUE, LIMIT)) {
      slow.setAutoCommit(false);
      long drawn = SourceDatabase.numbers(slow, "select nextval('engagement_id')").getFirst();
      long other = SourceDatabase.open(quick, "drawn");
      follower.pollUntil(() -> follower.read.contains(other));
      for (int i = 0; i < 50; i++) {
        follower.poll(100);
      }
      assertThat(follower.settled()).isLessThan(drawn);
      SourceDatabase.run(
          slow,
          "insert into engagement (id, customer_id, kind) values (" + drawn + ", 'drawn', 'open')");
      slow.commit();
      follower.pollUntil(() -> follower.settled() >= other);
      assertThat(follower.read).containsExactlyInAnyOrder(drawn, other);
    }
  }

  @Test
  void
      a_key_that_was_drawn_in_an_earlier_transaction_is_waited_for_as_long_as_it_may_be_drawn_ahead()
          throws Exception {
    for (Duration settle : List.of(Duration.ofHours(1), Duration.ofNanos(1000))) {
      try (Connection slow = source.writer();
          Connection quick = source.writer();
          Follower follower = new Follower(source, "ahead", Long.MIN_VALUE, LIMIT, settle)) {
        long drawn = SourceDatabase.numbers(slow, "select nextval('engagement_id')").getFirst();
        long other = SourceDatabase.open(quick, "ahead");
        follower.pollUntil(() -> follower.read.contains(other));
        slow.setAutoCommit(false);
        SourceDatabase.numbers(slow, "select 1");
        for (int i = 0; i < 50; i++) {
          follower.poll(100);
        }
        boolean waits = follower.settled() < drawn;
        assertThat(waits).as("with %s", settle).isEqualTo(settle.toHours() > 0);
        SourceDatabase.run(
            slow,
            "insert into engagement (id, customer_id, kind) values ("
                + drawn
                + ", 'ahead', 'open')");
        slow.commit();
        if (waits) {
          follower.pollUntil(() -> follower.read.contains(drawn));
        }
      }
    }
  }

  @Test
  void shouldSettleNothingWhenASessionHidesItsTransaction() throws Exception {
    try (Connection reader = source.pollingConnection();
        Connection hidden = source.writer()) {
      assertThat(Horizon.query(reader, source.tail().horizon()).over())
          .isNotEqualTo(Horizon.UNKNOWN);
      SourceDatabase.run(hidden, "set track_activities = off");
      SourceDatabase.run(hidden, "begin");
      SourceDatabase.open(hidden, "hidden");
      assertThat(Horizon.query(reader, source.tail().horizon()).over()).isEqualTo(Horizon.UNKNOWN);
      SourceDatabase.run(hidden, "rollback");
    }
  }

  @Test
  void shouldGiveUpAPollAndAllowARetryWhenATableIsLocked() throws Exception {
    try (Connection writer = source.writer();
        Connection reader =
            source.pack().database().openForShortStatements(Duration.ofMillis(200))) {
      writer.setAutoCommit(false);
      SourceDatabase.run(writer, "lock table engagement in access exclusive mode");
      assertThatThrownBy(() -> SourceDatabase.numbers(reader, "select id from engagement"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(SqlFailure.classify(e)).isEqualTo(SqlFailure.RETRIABLE));
      writer.rollback();
      SourceDatabase.numbers(reader, "select id from engagement");
    }
  }

  @Test
  void shouldKeepMarksApartWhenPacksDiffer() throws Exception {
    try (Connection writer = source.writer();
        Connection reader = source.pollingConnection()) {
      TailStart start =
          new TailStart(
              new SourcePacks(Packs.load(source.packs(), System::getenv)),
              TestSettings.tail(Duration.ofSeconds(30), LIMIT));
      SourcePack other = Packs.load(renamed(), variable -> null).source("reference-other");
      SourceDatabase.open(writer, "twice");
      start.mark(reader, other, "twice");
      long key = SourceDatabase.open(writer, "twice");
      assertThat(start.begin(source.pack(), "twice", "twice/1").getFirst().getSettled())
          .isEqualTo(Long.toString(key));
    }
  }

  private static Path renamed() throws Exception {
    Path folder = source.packs();
    Path pack = folder.resolve("reference-legacy/pack.yaml");
    Files.writeString(
        pack, Files.readString(pack).replace("pack: reference-legacy", "pack: reference-other"));
    Files.move(folder.resolve("reference-legacy"), folder.resolve("reference-other"));
    return folder;
  }

  @Test
  void shouldWaitForAPreparedTransactionWhenTheTailRestarts() throws Exception {
    try (Connection first = source.writer();
        Connection quick = source.writer();
        Follower follower = new Follower(source, "prepared", Long.MIN_VALUE, LIMIT)) {
      SourceDatabase.run(first, "begin");
      long late = SourceDatabase.open(first, "prepared");
      SourceDatabase.run(first, "prepare transaction 'p'");
      long other = SourceDatabase.open(quick, "prepared");
      follower.pollUntil(() -> follower.read.contains(other));
      follower.restart();
      for (int i = 0; i < 50; i++) {
        follower.poll(100);
      }
      assertThat(follower.settled()).isLessThan(late);
      SourceDatabase.run(quick, "commit prepared 'p'");
      follower.pollUntil(() -> follower.settled() >= other);
      assertThat(follower.read).containsExactly(other, late);
    }
  }

  @Test
  void shouldSettleWhenATransactionIsRolledBack() throws Exception {
    try (Connection slow = source.writer();
        Connection quick = source.writer();
        Follower follower = new Follower(source, "rolled", Long.MIN_VALUE, LIMIT)) {
      slow.setAutoCommit(false);
      SourceDatabase.open(slow, "rolled");
      long other = SourceDatabase.open(quick, "rolled");
      follower.pollUntil(() -> follower.read.contains(other));
      slow.rollback();
      follower.pollUntil(() -> follower.settled() >= other);
      assertThat(follower.read).containsExactly(other);
    }
  }

  @Test
  void shouldSendRowsTwiceAndMissNoneWhenMemoryIsExceeded() throws Exception {
    int limit = 50;
    try (Connection slow = source.writer();
        Connection quick = source.writer();
        Follower follower = new Follower(source, "bounded", Long.MIN_VALUE, limit)) {
      slow.setAutoCommit(false);
      long late = SourceDatabase.open(slow, "bounded");
      List<Long> written = new ArrayList<>(List.of(late));
      for (int i = 0; i < 600; i++) {
        written.add(SourceDatabase.open(quick, "bounded"));
        follower.poll(20);
        if (i % 100 == 0) {
          follower.restart();
        }
      }
      follower.pollUntil(() -> new HashSet<>(follower.read).size() >= 600);
      assertThat(follower.read).doesNotHaveDuplicates();
      slow.commit();
      follower.pollUntil(() -> follower.settled() >= written.getLast());
      assertThat(new HashSet<>(follower.read)).containsExactlyInAnyOrderElementsOf(written);
      assertThat(follower.read.size()).isLessThanOrEqualTo(2 * written.size());
      assertThat(follower.mostRemembered).isLessThanOrEqualTo(limit);
      assertThat(follower.poll(100).events()).isEmpty();
    }
  }

  @Test
  void shouldReadWithinTheBudgetAndCarryWholeRowsWhenPolled() throws Exception {
    try (Connection connection = source.writer();
        Follower follower = new Follower(source, "whole", Long.MIN_VALUE, LIMIT)) {
      SourceDatabase.run(
          connection,
          "insert into engagement (customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id) values ('whole', 7, 8, 'Click', 'https://example.org/é', 'a', '1970-01-01 00:00:00.000001Z', 'e-1')");
      for (int i = 0; i < 99; i++) {
        SourceDatabase.open(connection, "whole");
      }
      assertThat(follower.poll(10).cost()).isLessThanOrEqualTo(10);
      LiveEngagement event = follower.events.getFirst();
      assertThat(event.getWay()).isEqualTo(LiveWay.TAIL);
      assertThat(event.getCustomer()).isEqualTo("whole");
      assertThat(event.getEventId()).isEqualTo("e-1");
      assertThat(event.getLegacyId()).isEqualTo(follower.read.getFirst().toString());
      assertThat(event.getEmailId()).isEqualTo("7");
      assertThat(event.getContactId()).isEqualTo("8");
      assertThat(event.getUrl()).isEqualTo("https://example.org/é");
      assertThat(event.getOccurredAt()).isEqualTo(Instant.parse("1970-01-01T00:00:00.000001Z"));
      assertThat(event.getMessageId()).isNull();
      follower.pollUntil(() -> follower.read.size() == 100);
    }
  }

  @Test
  void shouldPredictTheNextTransactionNumberWhenTheHorizonIsQueried() throws Exception {
    try (Connection reader = source.pollingConnection();
        Connection writer = source.writer();
        Connection open = source.writer()) {
      open.setAutoCommit(false);
      SourceDatabase.numbers(open, "select pg_current_xact_id()::text::bigint");
      long next = Horizon.query(reader, source.tail().horizon()).next();
      assertThat(
              SourceDatabase.numbers(writer, "select pg_current_xact_id()::text::bigint")
                  .getFirst())
          .isEqualTo(next);
      open.rollback();
    }
  }

  @Test
  void shouldBeginAtAMarkWhenNothingIsOpenBelowItElseAtTheFirstRow() throws Exception {
    try (Connection writer = source.writer();
        Connection slow = source.writer();
        Connection reader = source.pollingConnection()) {
      TailStart start =
          new TailStart(
              new SourcePacks(Packs.load(source.packs(), System::getenv)),
              TestSettings.tail(Duration.ofSeconds(30), LIMIT));
      long key = SourceDatabase.open(writer, "begun");
      start.mark(reader, source.pack(), "begun");
      SourceDatabase.open(writer, "begun");
      TailPosition position = start.begin(source.pack(), "begun", "begun/1").getFirst();
      assertThat(position.getSettled()).isEqualTo(Long.toString(key));

      TailStart hasty =
          new TailStart(
              new SourcePacks(Packs.load(source.packs(), System::getenv)),
              TestSettings.tail(Duration.ofMillis(1500), LIMIT));
      slow.setAutoCommit(false);
      SourceDatabase.open(slow, "begun");
      hasty.mark(reader, source.pack(), "begun");
      assertThat(hasty.begin(source.pack(), "begun", "begun/2").getFirst().getSettled()).isEmpty();
      slow.rollback();
    }
  }
}
