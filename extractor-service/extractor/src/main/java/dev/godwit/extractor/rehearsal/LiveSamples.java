package dev.godwit.extractor.rehearsal;

import dev.godwit.extractor.engagement.tail.TailSample;
import dev.godwit.extractor.rehearsal.SampleEmails.Email;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.RehearsedMessage;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads from the source the rows from which the synthetic live events of a rehearsal are made. Rows
 * that the run has in quarantine are left out: the rehearsal names them as findings already, and an
 * event of theirs could not arrive. Thread-safe.
 */
@ApplicationScoped
public class LiveSamples {
  /** Rows of the tail, and messages, of which the extractor makes events. */
  static final int EVENTS = 3;

  /** Messages among which each provider finds some of its own form: it may be a new one. */
  private static final int MESSAGES = 20;

  /** Rows among which those are found that are not in quarantine. */
  private static final int CANDIDATES = 50;

  private final SourcePacks packs;
  private final QuarantinedIds quarantine;
  private final RunStarts starts;

  LiveSamples(SourcePacks packs, QuarantinedIds quarantine, RunStarts starts) {
    this.packs = packs;
    this.quarantine = quarantine;
    this.starts = starts;
  }

  /**
   * A sample of a customer.
   *
   * @param runId the rehearsal run
   * @throws StageFailedException where the pack does not fit its source; fatal
   * @throws SQLException from the source
   */
  LiveSample of(SourcePack pack, String customer, String runId)
      throws SQLException, StageFailedException {
    List<String> ids = new ArrayList<>();
    List<RehearsedMessage> messages = new ArrayList<>();
    try (Connection connection = packs.openReadOnly(pack)) {
      SampleEmails source = new SampleEmails(connection, pack, customer);
      List<Email> emails =
          sound(source.read(CANDIDATES), Email::id, Entity.EMAILS, customer, runId).stream()
              .limit(MESSAGES)
              .toList();
      Map<String, String> recipients = source.recipients(emails);
      for (Email email : emails) {
        ids.add(email.id());
        if (email.messageId() != null) {
          messages.add(new RehearsedMessage(email.messageId(), recipients.get(email.contactId())));
        }
      }
    }
    return new LiveSample(ids, messages, tailRows(pack, customer, runId));
  }

  private List<LiveEngagement> tailRows(SourcePack pack, String customer, String runId)
      throws SQLException, StageFailedException {
    if (pack.followed().isEmpty()) {
      return null;
    }
    try (Connection connection = packs.openForPolling(pack)) {
      return sound(
          TailSample.read(connection, pack, customer, CANDIDATES),
          LiveEngagement::getLegacyId,
          Entity.ENGAGEMENTS,
          customer,
          runId);
    }
  }

  /** The rows that have an id and are not in the run's quarantine. */
  private <T> List<T> sound(
      List<T> rows, Function<T, String> id, Entity entity, String customer, String runId) {
    List<T> named = rows.stream().filter(row -> id.apply(row) != null).toList();
    if (named.isEmpty()) {
      return List.of();
    }
    Set<String> quarantined =
        quarantine.among(
            customer,
            runId,
            entity,
            starts.of(customer, runId),
            named.stream().map(id).collect(Collectors.toSet()));
    return named.stream().filter(row -> !quarantined.contains(id.apply(row))).toList();
  }
}
