package dev.godwit.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the log of a broker that it lost groups when it started again after a kill (decision
 * 0011). Such a broker answers and assigns no partitions; only a restart helps. Stateless.
 */
final class BrokerLog {
  private static final Pattern LOST =
      Pattern.compile("^(\\S+) .*is out of sync with the underlying log");

  private BrokerLog() {}

  /**
   * How often the broker said so.
   *
   * @param log its log; 0 where there is none
   * @param since earlier lines are of an earlier process
   */
  static int lostGroups(Path log, Instant since) {
    try {
      return lostGroups(LogTail.raw(log), since);
    } catch (IOException e) {
      return 0;
    }
  }

  static int lostGroups(List<String> lines, Instant since) {
    int lost = 0;
    for (String line : lines) {
      Matcher matcher = LOST.matcher(line);
      if (matcher.find() && !at(matcher.group(1)).isBefore(since)) {
        lost++;
      }
    }
    return lost;
  }

  private static Instant at(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.MIN;
    }
  }
}
