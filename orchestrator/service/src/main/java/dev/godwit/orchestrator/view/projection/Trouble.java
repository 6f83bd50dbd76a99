package dev.godwit.orchestrator.view.projection;

import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;

/** What the read model waits for, as a sentence for people. */
final class Trouble {
  private Trouble() {}

  static String sentence(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e) {
        return "Its database is away or refuses (%s, SQLSTATE %s). It tries again by itself."
            .formatted(firstLine(e), e.getSQLState());
      }
      if (t instanceof KafkaException e) {
        return "Kafka is away (%s). It tries again by itself.".formatted(firstLine(e));
      }
      if (t.getCause() == t) {
        break;
      }
    }
    return "%s: %s It tries again by itself."
        .formatted(failure.getClass().getSimpleName(), firstLine(failure));
  }

  private static String firstLine(Throwable t) {
    String message = t.getMessage();
    return message == null ? t.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
