package dev.godwit.extractor.engagement.delivery;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.snapshot.SourceAssessment;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunEventListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Finds the source pack of a customer: that of its last run, else the first pack whose source knows
 * the customer. An answer of a source is cached for a while, and for longer while the source is
 * down. A source that is down does not stop customers of other sources. Thread-safe.
 */
@ApplicationScoped
public class CustomerPacks implements RunEventListener {
  private static final long CACHED_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_ANSWERS = 10_000;

  /** SQL states of a text that the database cannot encode, so no customer has it as id. */
  private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

  /** Time for which a source that is down is not queried again for other customers. */
  private static final long DOWN_NANOS = Duration.ofSeconds(1).toNanos();

  private record Answer(Optional<String> pack, long at) {}

  private record Down(SQLException error, long at) {}

  private final Map<String, String> ofRuns = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MOST_ANSWERS;
        }
      };
  private final Map<String, Down> down = new HashMap<>();
  private final SourcePacks packs;

  public CustomerPacks(SourcePacks packs) {
    this.packs = packs;
  }

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof RunStarted started) {
      ofRuns.put(started.getCustomer(), started.getSourcePack());
    }
  }

  /** The pack; empty where no source knows the customer. */
  public Optional<SourcePack> of(String customer) throws SQLException, StageFailedException {
    String ofRun = ofRuns.get(customer);
    Optional<String> name = ofRun != null ? Optional.of(ofRun) : answer(customer);
    return name.isEmpty() ? Optional.empty() : Optional.of(packs.pack(name.get()));
  }

  private synchronized Optional<String> answer(String customer)
      throws SQLException, StageFailedException {
    Answer known = answers.get(customer);
    if (known != null && System.nanoTime() - known.at() < CACHED_NANOS) {
      return known.pack();
    }
    Exception unanswered = null;
    for (String name : packs.all().keySet()) {
      try {
        if (knows(name, customer)) {
          return cached(customer, Optional.of(name));
        }
      } catch (SQLException | StageFailedException e) {
        if (known != null && known.pack().equals(Optional.of(name))) {
          return known.pack();
        }
        unanswered = unanswered == null ? e : unanswered;
      }
    }
    return switch (unanswered) {
      case null -> cached(customer, Optional.empty());
      case SQLException e -> throw e;
      case StageFailedException e -> throw e;
      default -> throw new IllegalStateException(unanswered);
    };
  }

  private Optional<String> cached(String customer, Optional<String> pack) {
    answers.put(customer, new Answer(pack, System.nanoTime()));
    return pack;
  }

  private boolean knows(String name, String customer) throws SQLException, StageFailedException {
    Down before = down.remove(name);
    if (before != null && System.nanoTime() - before.at() < DOWN_NANOS) {
      down.put(name, before);
      throw before.error();
    }
    try {
      SourcePack pack = packs.pack(name);
      try (Connection connection = packs.openForPolling(pack)) {
        return SourceAssessment.exists(connection, pack, customer);
      }
    } catch (SQLException e) {
      if (NO_TEXT.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      down.put(name, new Down(e, System.nanoTime()));
      throw e;
    }
  }
}
