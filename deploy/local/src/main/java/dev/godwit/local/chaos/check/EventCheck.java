package dev.godwit.local.chaos.check;

import dev.godwit.event.v1.CommitStarted;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.event.v1.SourceRechecked;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.TargetPrepared;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.ThawStarted;
import dev.godwit.event.v1.VerdictReached;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks the history of one migration: no gap, never both systems enabled (invariant 1), and a
 * commit only at a reconciled cut, after which the source was read again (invariant 2).
 */
final class EventCheck {
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> reconciled = new HashSet<>();
  private boolean frozen;
  private boolean mayHoldRows;
  private boolean committed;
  private boolean rechecked;
  private long sequence;

  /** The findings of a history, in the order of its topic. */
  static List<Finding> of(List<? extends SpecificRecord> history) {
    EventCheck check = new EventCheck();
    history.forEach(check::take);
    return check.findings;
  }

  private void take(SpecificRecord event) {
    Envelope envelope = (Envelope) event.get(0);
    sequence++;
    if (envelope.getSequence() != sequence) {
      report(5, "expected event %d, found event %d".formatted(sequence, envelope.getSequence()));
      sequence = envelope.getSequence();
    }
    switch (event) {
      case SourceFrozen e -> frozen = true;
      case TargetPrepared e -> mayHoldRows = true;
      case TargetPurged e -> mayHoldRows = false;
      case SourceRechecked e -> rechecked = true;
      case VerdictReached e -> {
        rechecked = false;
        if (e.getReconciled()) {
          reconciled.add(envelope.getRun() + "/" + e.getCut());
        } else {
          reconciled.removeIf(of -> of.startsWith(envelope.getRun() + "/"));
        }
      }
      case CommitStarted e -> {
        if (!frozen) {
          report(1, "CommitStarted at %d while the source is open".formatted(sequence));
        }
        if (reconciled.stream().noneMatch(of -> of.startsWith(envelope.getRun() + "/"))) {
          report(2, "CommitStarted at %d without a reconciled verdict".formatted(sequence));
        }
        if (!rechecked) {
          report(
              2,
              "CommitStarted at %d without a source that was read again since the verdict"
                  .formatted(sequence));
        }
      }
      case MigrationCommitted e -> {
        committed = true;
        if (!frozen) {
          report(1, "MigrationCommitted at %d while the source is open".formatted(sequence));
        }
        if (!reconciled.contains(envelope.getRun() + "/" + e.getCut())) {
          report(
              2,
              "MigrationCommitted at cut %d, whose verdict is not reconciled"
                  .formatted(e.getCut()));
        }
      }
      case PurgeStarted e -> afterTheCommit("PurgeStarted");
      case ThawStarted e -> {
        afterTheCommit("ThawStarted");
        if (mayHoldRows) {
          report(1, "ThawStarted at %d before the target was purged".formatted(sequence));
        }
      }
      case SourceThawed e -> {
        afterTheCommit("SourceThawed");
        frozen = false;
      }
      default -> {
        // Changes neither system.
      }
    }
  }

  private void afterTheCommit(String event) {
    if (committed) {
      report(1, "%s at %d after the commit".formatted(event, sequence));
    }
  }

  private void report(int invariant, String text) {
    findings.add(Finding.other(invariant, text));
  }
}
