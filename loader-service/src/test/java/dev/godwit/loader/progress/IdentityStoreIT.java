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
      assertThat(second.ids())
          .containsOnly(Map.entry("c", "3"), Map.entry("a", "2"), Map.entry("d", "4"));
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

  /** Draws for a and b in a thread of its own, and returns once that waits for a lock. */
  private CompletableFuture<Assigned> drawBehind(Connection connection) throws SQLException {
    int backend = connection.unwrap(PGConnection.class).getBackendPID();
    CompletableFuture<Assigned> drawn =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return store.draw(connection, ENTITY, List.of("a", "b"), SEQUENCE);
              } catch (SQLException e) {
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
    return drawn;
  }
}
