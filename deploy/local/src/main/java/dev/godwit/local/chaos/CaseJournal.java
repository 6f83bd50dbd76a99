package dev.godwit.local.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.godwit.cli.client.Json;
import dev.godwit.local.chaos.check.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a matrix in a file, a line of JSON each, so that one that breaks off goes on where
 * it was. A case without a finding is not run again; of one that was run again, the last line
 * counts. Not thread-safe.
 */
final class CaseJournal {
  private final Path file;
  private final Map<Integer, Entry> entries = new HashMap<>();

  /** A line: a result without the case, which follows from the seed. */
  record Entry(
      int number,
      long seed,
      String disturbed,
      String customer,
      boolean reached,
      String outcome,
      int run,
      long lengthMillis,
      long recoveryMillis,
      List<Finding> findings) {

    static Entry of(CaseResult result) {
      return new Entry(
          result.of().number(),
          result.of().seed(),
          result.of().target().label(),
          result.customer(),
          result.reached(),
          result.outcome(),
          result.run(),
          result.length().toMillis(),
          result.recovery().toMillis(),
          result.findings());
    }

    boolean isOf(ChaosCase one) {
      return number == one.number() && seed == one.seed() && disturbed.equals(one.target().label());
    }

    CaseResult result(ChaosCase one) {
      return new CaseResult(
          one,
          customer,
          "",
          reached,
          outcome,
          run,
          Duration.ofMillis(lengthMillis),
          Duration.ofMillis(recoveryMillis),
          findings);
    }
  }

  /**
   * The journal in a file, which may be missing.
   *
   * @throws IllegalArgumentException where a line is none of a journal
   */
  CaseJournal(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      read();
    }
  }

  private void read() {
    try {
      for (String line : Files.readAllLines(file)) {
        Entry entry = Json.mapper().readValue(line, Entry.class);
        entries.put(entry.number(), entry);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Expected %s to be the journal of a kill matrix, found another text. Name another file."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the journal " + file, e);
    }
  }

  /**
   * Whether a case is there without a finding.
   *
   * @throws IllegalArgumentException where the journal has another case of its number
   */
  boolean isDone(ChaosCase one) {
    Entry entry = entries.get(one.number());
    if (entry != null && !entry.isOf(one)) {
      throw new IllegalArgumentException(
          "Expected case %d in %s to be \"%s\" with the seed %d, found \"%s\" with the seed %d. Take the same options as before, or another file."
              .formatted(
                  one.number(),
                  file,
                  one.target().label(),
                  one.seed(),
                  entry.disturbed(),
                  entry.seed()));
    }
    return entry != null && entry.findings().isEmpty();
  }

  /** The result of a case that is there. */
  CaseResult result(ChaosCase one) {
    return entries.get(one.number()).result(one);
  }

  void add(CaseResult result) {
    try {
      Files.writeString(
          file,
          Json.mapper().writeValueAsString(Entry.of(result)) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the journal " + file, e);
    }
  }
}
