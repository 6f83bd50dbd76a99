package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.worker.run.RunSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LargestRecordTest {
  private static final RunSpec RUN =
      new RunSpec("acme/2", "acme", 2, RunKind.LIVE, "source", "target", DerivedId.ORDERED);

  @Test
  void shouldQuarantineAMergeGroupWithIdAndSizeWhenItsRecordIsTooLarge() {
    ConsumerRecord<byte[], byte[]> read =
        new ConsumerRecord<>("crm.contacts.extracted.v1", 0, 7, new byte[6], new byte[1]);
    Outcome fits = new Outcome.Transformed(RUN, new byte[LargestRecord.BYTES - 6], "9", 3);
    assertThat(LargestRecord.checked(fits, read)).isSameAs(fits);

    assertThat(
            LargestRecord.checked(
                new Outcome.Transformed(RUN, new byte[LargestRecord.BYTES - 5], "9", 3), read))
        .isInstanceOfSatisfying(
            Outcome.Quarantined.class,
            left -> {
              assertThat(left.legacyId()).isEqualTo("9");
              assertThat(left.rows()).isEqualTo(3);
              assertThat(left.why().reason().name()).isEqualTo("LIMIT_EXCEEDED");
              assertThat(left.why().length()).isEqualTo(LargestRecord.BYTES + 1);
              assertThat(left.why().limit()).isEqualTo(LargestRecord.BYTES);
            });
  }
}
