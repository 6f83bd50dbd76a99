package dev.godwit.transformer.entity;

import static dev.godwit.transformer.entity.SourceRecords.contact;
import static dev.godwit.transformer.entity.SourceRecords.contacts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.records.Entity;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantineForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The field that a quarantined record names for a fix. */
class SourceFieldTest {
  private final Schema schema = contacts(Map.of());
  private final RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());

  @Test
  void shouldNameTheFieldWhoseValueIsAtFault() {
    assertThat(field(Map.of("givenName", "x".repeat(21)))).isEqualTo("givenName");
    assertThat(field(Map.of("language", "Klingon"))).isEqualTo("language");
    assertThat(field(Map.of("address", "nobody"))).isEqualTo("address");
  }

  @Test
  void shouldNameTheFieldOfTheSourceWhereTheTargetCollectsItsValues() {
    assertThat(field(Map.of("outlet", "x".repeat(41)))).isEqualTo("outlet");
    assertThat(field(Map.of("team", "x".repeat(41)))).isEqualTo("team");
  }

  @Test
  void shouldNameNoFieldWhereNoFixOfItsLengthHelps() {
    assertThat(field(Map.of("tags", List.of("x".repeat(11))))).as("an item").isNull();
    assertThat(field(Map.of("tags", List.of("a", "b", "c", "d", "e")))).as("too many").isNull();
    assertThat(field(Map.of("tags", List.of("x".repeat(9), "y".repeat(9), "z".repeat(9)))))
        .as("a text of all items, which is 31 long")
        .isNull();
  }

  private String field(Map<String, Object> values) {
    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class,
            () -> run.transform(Entity.CONTACTS, contact(schema, values)));
    assertThat(why).as("of %s", values).isNotNull();
    return QuarantineForm.of(
            new ConsumerRecord<>("crm.contacts.extracted.v1", 0, 7, new byte[0], new byte[0]),
            Entity.CONTACTS,
            "acme/1",
            "7",
            1,
            why)
        .getSourceField();
  }
}
