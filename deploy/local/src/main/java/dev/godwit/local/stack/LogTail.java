package dev.godwit.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The end of a log file, for people: of JSON logs only what went wrong, without stack traces. */
final class LogTail {
  private static final int MAX_BYTES = 131_072;
  private static final int MAX_CAUSES = 8;
  private static final Set<String> WORTH_TELLING = Set.of("WARN", "WARNING", "ERROR", "FATAL");
  private static final ObjectMapper JSON = new ObjectMapper();

  private LogTail() {}

  /** At most so many of its last lines, each indented; a word where there is no such file. */
  static String of(Path log, int lines) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - MAX_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all =
          new String(bytes, StandardCharsets.UTF_8).lines().flatMap(LogTail::told).toList();
      return String.join(
          "\n",
          all.subList(Math.max(0, all.size() - lines), all.size()).stream()
              .map(line -> "    " + line)
              .toList());
    } catch (IOException e) {
      return "    (no log: " + e.getMessage() + ")";
    }
  }

  private static Stream<String> told(String line) {
    if (!line.startsWith("{")) {
      return Stream.of(line);
    }
    try {
      JsonNode entry = JSON.readTree(line);
      String level = entry.path("level").asText();
      return WORTH_TELLING.contains(level)
          ? Stream.of(
              (level + " " + entry.path("message").asText() + causes(entry.path("exception")))
                  .replace("\n", " "))
          : Stream.empty();
    } catch (JsonProcessingException e) {
      return Stream.of(line);
    }
  }

  private static String causes(JsonNode exception) {
    StringBuilder causes = new StringBuilder();
    JsonNode at = exception;
    for (int i = 0; i < MAX_CAUSES && at.hasNonNull("message"); i++) {
      causes.append(": ").append(at.path("message").asText());
      at = at.path("causedBy").path("exception");
    }
    return causes.toString();
  }
}
