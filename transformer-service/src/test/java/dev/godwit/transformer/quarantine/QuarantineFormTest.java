package dev.godwit.transformer.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.QuarantinedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class QuarantineFormTest {
  @Test
  void shouldSayForHowManySourceRowsARecordStands() {
    assertThat(form(400).getDetail())
        .isEqualTo("Expected a known consent. The record stands for 400 source rows.");
    assertThat(form(400).getSourceRows()).isEqualTo(400);
    assertThat(form(1).getDetail()).isEqualTo("Expected a known consent.");
  }

  private static QuarantinedRecord form(long rows) {
    return QuarantineForm.of(
        new ConsumerRecord<>("crm.contacts.extracted.v1", 0, 7, new byte[0], new byte[0]),
        Entity.CONTACTS,
        "acme/1",
        "17",
        rows,
        new QuarantinedException(
            QuarantineReason.UNKNOWN_CONSENT, "consent", "Expected a known consent."));
  }
}
