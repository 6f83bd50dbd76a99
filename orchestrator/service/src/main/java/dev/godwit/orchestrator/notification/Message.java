package dev.godwit.orchestrator.notification;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One message of a channel: a notice, or a digest of several. Immutable.
 *
 * @param id the same at every attempt, and after a restart; receivers recognise a repetition by it
 * @param notices in the order of their events; at least one
 */
record Message(String id, List<Notice> notices) {
  Message {
    notices = List.copyOf(notices);
  }

  /** One line that says what it is about. */
  String subject() {
    if (notices.size() == 1) {
      Notice notice = notices.getFirst();
      return "Godwit: %s %s".formatted(notice.customer(), notice.kind().words());
    }
    long customers = notices.stream().map(Notice::customer).distinct().count();
    return "Godwit: %d notices about %s"
        .formatted(
            notices.size(),
            customers == 1 ? notices.getFirst().customer() : customers + " customers");
  }

  /**
   * The text for people.
   *
   * @param runbooks address below which the runbooks are
   */
  String text(String runbooks) {
    if (notices.size() == 1) {
      return paragraph(notices.getFirst(), runbooks);
    }
    return subject()
        + ":\n"
        + notices.stream().map(notice -> "- " + line(notice)).collect(Collectors.joining("\n"));
  }

  private static String paragraph(Notice notice, String runbooks) {
    StringBuilder text = new StringBuilder(line(notice));
    if (!notice.action().isBlank()) {
      text.append("\nNext: ").append(notice.action());
    }
    if (!notice.runbook().isEmpty()) {
      text.append("\nRunbook: ").append(runbooks).append(notice.runbook());
    }
    return text.toString();
  }

  private static String line(Notice notice) {
    String run = notice.run() == 0 ? "" : ", run " + notice.run();
    return "%s%s, %s: %s (%s)"
        .formatted(
            notice.customer(), run, notice.kind().words(), notice.sentence(), notice.occurredAt());
  }
}
