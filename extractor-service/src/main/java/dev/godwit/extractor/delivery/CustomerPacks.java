package dev.godwit.extractor.delivery;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.assess.SourceAssessment;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.stage.RunEventListener;
import dev.godwit.stage.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which source pack a customer is of: that of its last run, else the first whose system knows the
 * customer. Answers of a system are believed for a while. Thread-safe.
 */
@ApplicationScoped
public class CustomerPacks implements RunEventListener {
  private static final long BELIEVED_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_ANSWERS = 10_000;

  private record Answer(Optional<String> pack, long at) {}

  private final Map<String, String> ofRuns = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
          return size() > MOST_ANSWERS;
        }
      };
  private SourcePacks packs;

  CustomerPacks() {}

  @Inject
  public CustomerPacks(SourcePacks packs) {
    this.packs = packs;
  }

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof RunStarted started) {
      ofRuns.put(started.getCustomer(), started.getSourcePack());
    }
  }

  /** The pack; empty where no system knows the customer. */
  public Optional<SourcePack> of(String customer) throws SQLException, StageFailedException {
    String ofRun = ofRuns.get(customer);
    Optional<String> name = ofRun != null ? Optional.of(ofRun) : answer(customer);
    return name.isEmpty() ? Optional.empty() : Optional.of(packs.pack(name.get()));
  }

  private synchronized Optional<String> answer(String customer)
      throws SQLException, StageFailedException {
    Answer known = answers.get(customer);
    if (known != null && System.nanoTime() - known.at() < BELIEVED_NANOS) {
      return known.pack();
    }
    Optional<String> found = Optional.empty();
    for (String name : packs.all().keySet()) {
      SourcePack pack = packs.pack(name);
      try (Connection connection = packs.openReadOnly(pack)) {
        if (SourceAssessment.exists(connection, pack, customer)) {
          found = Optional.of(name);
          break;
        }
      }
    }
    answers.put(customer, new Answer(found, System.nanoTime()));
    return found;
  }
}
