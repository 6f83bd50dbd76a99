package dev.godwit.local.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.cli.client.Json;
import dev.godwit.local.demo.StepFailedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file with a line of JSON for each measurement, oldest first. For use by one thread. */
final class BenchHistory {
  private static final int COMMIT_CHARACTERS = 7;
  private static final String DIRTY = "-dirty";

  private final Path file;

  BenchHistory(Path file) {
    this.file = file;
  }

  /**
   * One measurement.
   *
   * @param commit first characters of the commit, with {@code *} where files were changed; empty
   *     where it is not known
   * @param date date and time of the measurement
   * @param rows source rows
   * @param constrainedRatio ratio to the copy with constraints; NaN where not measured
   * @param ratio ratio to the plain copy; NaN where not measured
   * @param postgresMicros CPU time of PostgreSQL a row, in microseconds; NaN where not measured
   * @param jvmMicros the same of all JVMs
   */
  record Entry(
      String commit,
      String date,
      long rows,
      double constrainedRatio,
      double ratio,
      double postgresMicros,
      double jvmMicros) {}

  /**
   * Adds a measurement.
   *
   * @throws UncheckedIOException where the file cannot be written
   */
  void append(ObjectNode measurement) {
    try {
      Files.writeString(
          file,
          (endsInALine() ? "" : "\n") + Json.line(measurement) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All measurements.
   *
   * @throws StepFailedException where a line is none, or where there is no line
   */
  List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          entries.add(entry(lines.get(i), i + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (entries.isEmpty()) {
      throw new StepFailedException(
          "Expected a line for each measurement in %s, but found none. Measure with --history first."
              .formatted(file.toAbsolutePath()));
    }
    return entries;
  }

  private Entry entry(String line, int number) {
    try {
      JsonNode json = Json.mapper().readTree(line);
      if (json.path("rows").isNumber()) {
        return new Entry(
            shortCommit(json.path("commit").asText("")),
            json.path("date").asText(""),
            json.get("rows").asLong(),
            number(json, "constrainedRatio"),
            number(json, "ratio"),
            number(json, "postgresMicrosPerRow"),
            number(json, "jvmMicrosPerRow"));
      }
    } catch (JsonProcessingException e) {
      // Reported below, together with a line of other JSON.
    }
    throw new StepFailedException(
        "Expected the JSON of a measurement in line %d of %s, but found none. Correct or delete the line."
            .formatted(number, file.toAbsolutePath()));
  }

  private static String shortCommit(String commit) {
    boolean dirty = commit.endsWith(DIRTY);
    String hash = dirty ? commit.substring(0, commit.length() - DIRTY.length()) : commit;
    return hash.substring(0, Math.min(hash.length(), COMMIT_CHARACTERS)) + (dirty ? "*" : "");
  }

  private static double number(JsonNode json, String name) {
    return json.path(name).isNumber() ? json.get(name).asDouble() : Double.NaN;
  }

  private boolean endsInALine() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return true;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(bytes.length() - 1);
      return bytes.read() == '\n';
    }
  }
}
