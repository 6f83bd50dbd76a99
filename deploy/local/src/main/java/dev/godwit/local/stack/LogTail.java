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

/** The last lines of a log file: of JSON logs only warnings and errors, without stack traces. */
final class LogTail {
  private static final int MAX_BYTES = 131_072;
  private static final int MAX_CAUSES = 8;
  private static final Set<String> SHOWN_LEVELS = Set.of("WARN", "WARNING", "ERROR", "FATAL");
  private static final ObjectMapper JSON = new ObjectMapper();

  private LogTail() {}

  /** Its last lines, at most 128 KiB. */
  static List<String> raw(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - MAX_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Its last lines, each indented; one line that says so where there is no such file. */
  static String of(Path log, int lines) {
    try {
      List<String> all = raw(log).stream().flatMap(LogTail::shown).toList();
      return String.join(
          "\n",
          all.subList(Math.max(0, all.size() - lines), all.size()).stream()
              .map(line -> "    " + line)
              .toList());
    } catch (IOException e) {
      return "    (no log: " + e.getMessage() + ")";
    }
  }

  private static Stream<String> shown(String line) {
    if (!line.startsWith("{")) {
      return Stream.of(line);
    }
    try {
      JsonNode entry = JSON.readTree(line);
      String level = entry.path("level").asText();
      return SHOWN_LEVELS.contains(level)
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
