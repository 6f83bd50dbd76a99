package dev.godwit.pack;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A pack cannot be used. Holds every finding, in the order of the files. Fatal: the pack must be
 * mended.
 */
public final class PackException extends RuntimeException {
  private final transient List<Finding> findings;

  /** With at least one finding. */
  public PackException(List<Finding> findings) {
    super(text(findings));
    this.findings = sorted(findings);
  }

  /** Every finding, sorted by file, line and column. */
  public List<Finding> findings() {
    return findings;
  }

  private static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().distinct().sorted(Comparator.comparing(Finding::at)).toList();
  }

  private static String text(List<Finding> findings) {
    return sorted(findings).stream().map(Finding::toString).collect(Collectors.joining("\n"));
  }
}
