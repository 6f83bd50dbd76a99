package dev.godwit.wire.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The points at which this process is to end, and their occurrences. Thread-safe: one thread
 * reaches a point at a time.
 */
final class CrashPlan {
  /** Suffix of the file of a point that was reached. */
  static final String REACHED = ".reached";

  private static final Pattern FORM = Pattern.compile("([^:]+)(?::([1-9]\\d{0,8}))?");

  private final CrashPoint only;
  private final int occurrence;
  private final Path folder;
  private final Runnable end;
  private final Map<String, Integer> counts = new HashMap<>();

  private CrashPlan(CrashPoint only, int occurrence, Path folder, Runnable end) {
    this.only = only;
    this.occurrence = occurrence;
    this.folder = folder;
    this.end = end;
  }

  /**
   * The plan of a property's value.
   *
   * @param value null or blank for no plan
   * @param end ends the process
   * @return null where nothing is planned
   * @throws IllegalArgumentException where it names no point
   */
  static CrashPlan of(String value, Runnable end) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.startsWith("@")) {
      return new CrashPlan(null, 0, Path.of(value.substring(1)), end);
    }
    Matcher parts = FORM.matcher(value.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "Expected %s to be a point and an occurrence such as loader.batch.before-commit:3, found %s. Correct it, or leave it out."
              .formatted(CrashPoint.PROPERTY, value));
    }
    CrashPoint point =
        CrashPoint.labelled(parts.group(1))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected %s to name a crash point, found %s. Look into the reference of crash points."
                            .formatted(CrashPoint.PROPERTY, parts.group(1))));
    int occurrence = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
    return new CrashPlan(point, occurrence, null, end);
  }

  /** Counts an occurrence, and ends the process at the planned one. */
  synchronized void reached(CrashPoint point) {
    if (folder == null) {
      if (point == only && count(point.label()) == occurrence) {
        end.run();
      }
      return;
    }
    Path armed = folder.resolve(point.label());
    try {
      // The first word is the occurrence; the rest makes each arming another one.
      String wanted = Files.readString(armed);
      if (count(point.label() + wanted) >= occurrence(wanted)) {
        Path reached = folder.resolve(point.label() + REACHED);
        Files.move(armed, reached, StandardCopyOption.ATOMIC_MOVE);
        end.run();
      }
    } catch (NoSuchFileException e) {
      // Not armed.
    } catch (IOException e) {
      throw new UncheckedIOException("Reading whether " + armed + " is armed", e);
    }
  }

  private static int occurrence(String wanted) {
    int space = wanted.indexOf(' ');
    return Integer.parseInt(space < 0 ? wanted.strip() : wanted.substring(0, space));
  }

  private int count(String what) {
    return counts.merge(what, 1, Integer::sum);
  }
}
