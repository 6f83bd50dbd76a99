package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.codec.HistoryUpcaster;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Reaction;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Histories that 0.1.0 decided, which together visit every transition, with the tasks that it
 * dispatched after each event and where each migration ended: every later version folds them to the
 * same end and would dispatch the same tasks.
 */
class ReleasedHistoriesTest {
  private static final String HISTORIES = "histories-0.1.0.txt.gz";

  /** Version of the stored state, and checksum of what the histories fold to. */
  private static final String STORED = "7-9dcdbaf2: 8f8e2e96";

  /** Fields that tasks got since; nothing that 0.1.0 decided says anything in them. */
  private static final Set<String> ADDED =
      Set.of("released", "entityName", "entityNames", "query", "account", "decisions");

  private static final List<History> ALL = new ArrayList<>();

  /** A history, and what is written beside its events: the lines {@code task} and {@code end}. */
  private record History(String name, List<Recorded> events, List<String> expected) {}

  @BeforeAll
  static void read() throws IOException {
    StoredHistory.Events schemas = new StoredHistory.Events();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(ReleasedHistoriesTest.class.getResourceAsStream(HISTORIES)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("history ")) {
          ALL.add(new History(line, new ArrayList<>(), new ArrayList<>()));
        } else if (line.startsWith("schema ")) {
          schemas.schema(line);
        } else if (line.startsWith("event ")) {
          ALL.getLast().events().add(schemas.event(line));
        } else {
          ALL.getLast().expected().add(line);
        }
      }
    }
  }

  @Test
  void shouldFoldEveryHistoryToTheSameEndAndTheSameTasks() {
    assertThat(ALL).hasSizeGreaterThan(40);
    for (History history : ALL) {
      Fold fold = new Fold();
      fold.all(history.events());
      assertThat(fold.lines()).as(history.name()).isEqualTo(history.expected());
    }
  }

  @Test
  void shouldRebuildWhatWasDispatchedFromTheEventsAlone() {
    for (History history : ALL) {
      Fold fold = new Fold();
      fold.all(history.events());
      assertThat(StateRebuild.of(history.events()::forEach).migrations())
          .as(history.name())
          .containsExactlyElementsOf(fold.migrations.values());
    }
  }

  @Test
  void shouldHoldEveryEvent() {
    Set<String> names = new HashSet<>();
    ALL.forEach(one -> one.events().forEach(event -> names.add(event.event().name())));
    assertThat(names).hasSize(42);
  }

  /**
   * Fails where the same events fold to other bytes: raise {@code StateJson.MEANING} where the
   * shape did not change, so that a store of before is built anew, and correct the checksum.
   */
  @Test
  void shouldNotChangeStoredStateUnderTheSameVersion() {
    StateJson json = new StateJson();
    CRC32C sum = new CRC32C();
    for (History history : ALL) {
      StateRebuild rebuild = StateRebuild.of(history.events()::forEach);
      rebuild.migrations().forEach(one -> sum.update(json.write(one)));
      sum.update(json.write(rebuild.programme()));
    }
    assertThat("%s: %08x".formatted(StateJson.VERSION, sum.getValue())).isEqualTo(STORED);
  }

  /** Folds a history as the engine does, and notes what it would dispatch. */
  private static final class Fold {
    private final ControlPlaneCodec codec = new ControlPlaneCodec();
    private final Map<String, Migration> migrations = new LinkedHashMap<>();
    private final List<String> tasks = new ArrayList<>();
    private Programme programme = Programme.begun();

    void all(List<Recorded> events) {
      HistoryUpcaster newest = new HistoryUpcaster(this::one);
      events.forEach(newest);
      newest.end();
    }

    private void one(Recorded recorded) {
      String id = recorded.envelope().migrationId();
      boolean paused = programme.paused();
      if (!id.equals(Programme.ID)) {
        Migration before =
            migrations.computeIfAbsent(id, key -> Migration.unrequested(key, paused));
        follow(before, Evolution.evolve(before, recorded), recorded);
      }
      programme = programme.evolve(recorded);
      if (id.equals(Programme.ID)) {
        for (Migration before : List.copyOf(migrations.values())) {
          follow(before, Evolution.programme(before, recorded), recorded);
        }
      }
    }

    private void follow(Migration before, Migration after, Recorded recorded) {
      migrations.put(after.id(), after);
      for (DispatchedTask task : Reaction.react(before, after, recorded.envelope())) {
        tasks.add("task " + task.envelope().taskId() + " " + hash(task));
      }
    }

    private String hash(DispatchedTask task) {
      try {
        byte[] sha =
            MessageDigest.getInstance("SHA-256")
                .digest(StoredHistory.bytesWithout(ADDED, codec.toAvro(task)));
        return HexFormat.of().formatHex(sha, 0, 8);
      } catch (NoSuchAlgorithmException | IOException e) {
        throw new AssertionError(e);
      }
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>(tasks);
      for (Migration one : migrations.values()) {
        lines.add(
            "end %s %s %d %d %d %s %d %d %s"
                .formatted(
                    one.id(),
                    one.state().name(),
                    one.runs(),
                    one.run() == null ? 0 : one.run().number(),
                    one.sequence(),
                    one.paused(),
                    one.waiting().size(),
                    one.waits(),
                    one.mayCut()));
      }
      lines.add(
          "end * %s %d %s"
              .formatted(
                  programme.paused() ? "paused" : "running",
                  programme.sequence(),
                  programme.live()));
      return lines;
    }
  }
}
