package dev.godwit.loader.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.IdentityStore.Assigned;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class IdentityStoreIT {
  private static final Entity ENTITY = Entity.CONTACTS;
  private static final String SEQUENCE = "public.numbers";

  private String url;
  private IdentityStore store;

  @BeforeEach
  void makeTarget() throws SQLException {
    url = TargetServer.newDatabase();
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
      connection.commit();
    }
    store = new IdentityStore(pack(), RunKind.LIVE, SampleTarget.CUSTOMER);
    TargetServer.execute(
        url,
        "CREATE SEQUENCE numbers; INSERT INTO godwit.identity_space (target_schema, entity, customer) VALUES ('live', 'contacts', 'acme'), ('live', 'emails', 'acme')");
  }

  /** A pack whose contacts have ids of a sequence. */
  private TargetPack pack() {
    TargetPack sample = SampleTarget.pack(url);
    return new TargetPack(
        sample.name(),
        sample.fingerprint(),
        sample.database(),
        sample.liveSchema(),
        sample.stagingSchema(),
        sample.prepare(),
        sample.enable(),
        sample.disable(),
        sample.isEnabled(),
        sample.purge(),
        sample.tables(),
        Map.of(ENTITY, IdKind.GENERATED));
  }

  @Test
  void shouldDrawInTheOrderGivenAndOnceForARecord() throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      Assigned first = store.draw(connection, ENTITY, List.of("b", "a"), SEQUENCE);
      Assigned second = store.draw(connection, ENTITY, List.of("c", "a", "d"), SEQUENCE);

      assertThat(first.ids()).containsOnly(Map.entry("b", "1"), Map.entry("a", "2"));
      assertThat(first.added()).containsExactlyInAnyOrder("a", "b");
      assertThat(second.ids()).containsOnlyKeys("a", "c", "d").containsEntry("a", "2");
      assertThat(Long.parseLong(second.ids().get("c")))
          .isGreaterThan(2)
          .isLessThan(Long.parseLong(second.ids().get("d")));
      assertThat(second.added()).containsExactlyInAnyOrder("c", "d");
    }
  }

  @Test
  void shouldSkipNumbersThatOtherRecordsHave() throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      store.draw(connection, ENTITY, List.of("a", "b", "c"), SEQUENCE);
      TargetServer.query(url, "SELECT setval('numbers', 1, false)");

      Assigned drawn = store.draw(connection, ENTITY, List.of("d", "e", "f"), SEQUENCE);

      assertThat(drawn.added()).containsExactlyInAnyOrder("d", "e", "f");
      assertThat(drawn.ids().values()).doesNotHaveDuplicates().doesNotContain("1", "2", "3");
      assertThat(store.find(connection, ENTITY, List.of("a", "f")))
          .containsOnly(Map.entry("a", "1"), Map.entry("f", drawn.ids().get("f")));
    }
  }

  @Test
  void shouldTakeTheNumberThatAnotherTransactionDrewMeanwhile() throws Exception {
    try (Connection one = TargetServer.open(url);
        Connection other = TargetServer.open(url)) {
      store.draw(one, ENTITY, List.of("a"), SEQUENCE);
      CompletableFuture<Assigned> waiting = drawBehind(other);
      one.commit();

      Assigned drawn = waiting.get();
      other.commit();
      assertThat(drawn.ids()).containsEntry("a", "1").containsKey("b");
      assertThat(drawn.added()).containsExactly("b");
    }
  }

  @Test
  void shouldDrawForARecordThatAnotherTransactionGaveUp() throws Exception {
    try (Connection one = TargetServer.open(url);
        Connection other = TargetServer.open(url)) {
      store.draw(one, ENTITY, List.of("a"), SEQUENCE);
      CompletableFuture<Assigned> waiting = drawBehind(other);
      one.rollback();

      assertThat(waiting.get().added()).containsExactlyInAnyOrder("a", "b");
      other.commit();
    }
  }

  @Test
  void shouldKeepWhatIsRemembered() throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      assertThat(store.remember(connection, Entity.EMAILS, Map.of("a", "17")).added())
          .containsExactly("a");

      Assigned again = store.remember(connection, Entity.EMAILS, Map.of("a", "18", "b", "19"));

      assertThat(again.ids()).containsOnly(Map.entry("a", "17"), Map.entry("b", "19"));
      assertThat(again.added()).containsExactly("b");
    }
  }

  @Test
  void shouldRemoveTheRoomOfAPurgedCustomerUnlessARunIsOpen() throws Exception {
    FencedRun run = run();
    try (Connection connection = TargetServer.open(url)) {
      store.draw(connection, ENTITY, List.of("a"), SEQUENCE);
      RunFence.open(connection, run);
      store.purge(connection);
      assertThat(store.count(connection)).isZero();
      assertThat(spaces(connection)).isEqualTo(2);

      RunFence.end(connection, run, FenceState.CLOSED);
      store.purge(connection);
      assertThat(spaces(connection)).isZero();

      store.open(connection);
      assertThat(spaces(connection)).isEqualTo(1);
      assertThat(store.draw(connection, ENTITY, List.of("a"), SEQUENCE).added())
          .containsExactly("a");
    }
  }

  @Test
  void shouldMakeRoomAgainAfterAPurgeThatItWaitedFor() throws Exception {
    try (Connection purging = TargetServer.open(url);
        Connection opening = TargetServer.open(url)) {
      store.purge(purging);
      CompletableFuture<Void> opened = behind(opening, () -> open(opening));
      purging.commit();
      opened.get();
      assertThat(spaces(opening)).isEqualTo(1);
    }
  }

  @Test
  void shouldKeepTheRoomOfARunThatAPurgeWaitedFor() throws Exception {
    try (Connection opening = TargetServer.open(url);
        Connection purging = TargetServer.open(url)) {
      store.open(opening);
      RunFence.open(opening, run());
      CompletableFuture<Void> purged =
          behind(
              purging,
              () -> {
                store.purge(purging);
                purging.commit();
                return null;
              });
      opening.commit();
      purged.get();
      assertThat(spaces(opening)).isEqualTo(2);
    }
  }

  private Void open(Connection connection) throws SQLException {
    store.open(connection);
    connection.commit();
    return null;
  }

  private static FencedRun run() {
    return new FencedRun(
        "acme-1", SampleTarget.CUSTOMER, 1, RunKind.LIVE, "sample", FenceState.OPEN);
  }

  private static long spaces(Connection connection) throws SQLException {
    return Statements.query(
            connection, "SELECT count(*) FROM godwit.identity_space", row -> row.getLong(1))
        .getFirst();
  }

  /** Draws for a and b in a thread of its own, and returns once that waits for a lock. */
  private CompletableFuture<Assigned> drawBehind(Connection connection) throws SQLException {
    return behind(connection, () -> store.draw(connection, ENTITY, List.of("a", "b"), SEQUENCE));
  }

  /** Works in a thread of its own, and returns once the connection waits for a lock. */
  private <T> CompletableFuture<T> behind(Connection connection, Callable<T> work)
      throws SQLException {
    int backend = connection.unwrap(PGConnection.class).getBackendPID();
    CompletableFuture<T> done =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return work.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                TargetServer.query(
                            url,
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = "
                                + backend)
                        .size()
                    == 1);
    return done;
  }
}
