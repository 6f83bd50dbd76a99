package dev.godwit.local.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.LedgerLine;
import dev.godwit.event.v1.CommitStarted;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.event.v1.SourceRechecked;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.TargetPrepared;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.ThawStarted;
import dev.godwit.event.v1.VerdictReached;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class EventCheckTest {
  private static final int CUT = 3;

  private final List<SpecificRecord> history = new ArrayList<>();

  @Test
  void shouldFindNothingWhenACustomerIsCommitted() {
    add(prepared(), frozen(), verdict(true), rechecked(), commitStarted(), committed());

    assertThat(EventCheck.of(history)).isEmpty();
  }

  @Test
  void shouldFindNothingWhenARunIsRolledBack() {
    add(prepared(), frozen(), purged(), thawStarted(), thawed());

    assertThat(EventCheck.of(history)).isEmpty();
  }

  @Test
  void shouldFindACommitWhenTheSourceIsOpen() {
    add(prepared(), frozen(), verdict(true), rechecked(), purged(), thawStarted(), thawed());
    add(commitStarted(), committed());

    assertThat(EventCheck.of(history)).extracting(Finding::invariant).containsExactly(1, 1);
  }

  @Test
  void shouldFindACommitWhenItsVerdictIsNotReconciled() {
    add(prepared(), frozen(), verdict(true), verdict(false), rechecked());
    add(commitStarted(), committed());

    assertThat(EventCheck.of(history)).extracting(Finding::invariant).containsExactly(2, 2);
  }

  @Test
  void shouldFindACommitWhenTheSourceWasNotReadAgainSinceTheVerdict() {
    add(prepared(), frozen(), verdict(true), rechecked(), verdict(true));
    add(commitStarted(), committed());

    assertThat(EventCheck.of(history)).extracting(Finding::invariant).containsExactly(2);
  }

  @Test
  void shouldFindAThawWhenTheTargetHoldsRows() {
    add(prepared(), frozen(), thawStarted(), thawed());

    assertThat(EventCheck.of(history)).extracting(Finding::invariant).containsExactly(1);
  }

  @Test
  void shouldFindAThawWhenItFollowsTheCommit() {
    add(
        prepared(),
        frozen(),
        verdict(true),
        rechecked(),
        commitStarted(),
        committed(),
        purged(),
        thawStarted());

    assertThat(EventCheck.of(history)).extracting(Finding::invariant).containsExactly(1);
  }

  @Test
  void shouldFindAGapWhenAnEventIsMissing() {
    add(prepared(), frozen(), verdict(true));
    history.remove(1);

    assertThat(EventCheck.of(history)).extracting(Finding::invariant).containsExactly(5);
  }

  private void add(SpecificRecord... events) {
    for (SpecificRecord event : events) {
      history.add(event);
      event.put(
          0,
          Envelope.newBuilder()
              .setEventId("e" + history.size())
              .setMigrationId("acme")
              .setSequence(history.size())
              .setCausationId("c")
              .setCorrelationId("c")
              .setOccurredAt(Instant.EPOCH)
              .setBy("test")
              .setRun(2)
              .build());
    }
  }

  private static SpecificRecord prepared() {
    return new TargetPrepared();
  }

  private static SpecificRecord frozen() {
    return new SourceFrozen();
  }

  private static SpecificRecord verdict(boolean reconciled) {
    VerdictReached verdict = new VerdictReached();
    verdict.setCut(CUT);
    verdict.setReconciled(reconciled);
    verdict.setLedger(List.<LedgerLine>of());
    return verdict;
  }

  private static SpecificRecord rechecked() {
    return new SourceRechecked(null, List.of(), 0L);
  }

  private static SpecificRecord commitStarted() {
    return new CommitStarted();
  }

  private static SpecificRecord committed() {
    MigrationCommitted committed = new MigrationCommitted();
    committed.setCut(CUT);
    return committed;
  }

  private static SpecificRecord purged() {
    return new TargetPurged();
  }

  private static SpecificRecord thawStarted() {
    return new ThawStarted();
  }

  private static SpecificRecord thawed() {
    return new SourceThawed();
  }
}
