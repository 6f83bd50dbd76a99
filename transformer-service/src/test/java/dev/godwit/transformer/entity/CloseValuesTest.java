package dev.godwit.transformer.entity;

import static dev.godwit.transformer.entity.SourceRecords.contact;
import static dev.godwit.transformer.entity.SourceRecords.contacts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.Fix;
import dev.godwit.pack.ColumnType;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.transformer.Records;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.worker.decision.RunDecisions;
import dev.godwit.worker.decision.StoredDecision;
import dev.godwit.worker.merge.RunMerges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

class CloseValuesTest {
  private final Schema schema = contacts(Map.of());
  private final RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());

  @Test
  void shouldNoteValuesThatComeCloseToTheLimitOfTheirColumn() throws Exception {
    assertThat(close(Map.of("givenName", "x".repeat(18)))).isEmpty();
    assertThat(close(Map.of("givenName", "x".repeat(19)))).containsExactly("contact.given_name=19");
    assertThat(close(Map.of("givenName", "😀".repeat(20), "familyName", "é".repeat(18))))
        .containsExactly("contact.given_name=20");
  }

  @Test
  void shouldForgetTheRecordBefore() throws Exception {
    assertThat(close(Map.of("givenName", "x".repeat(20)))).hasSize(1);
    assertThat(close(Map.of())).isEmpty();
  }

  @Test
  void shouldNoteAnItemOnceThoughItsKeyIsCompared() throws Exception {
    assertThat(close(Map.of("tags", List.of("0123456789", "short"))))
        .containsExactly("contact_tag.tag=10");
    assertThat(close(Map.of("tags", List.of("0123456789", "0123456789"))))
        .containsExactly("contact_tag.tag=10");
  }

  @Test
  void shouldNoteNothingOfWordsThatThePackChooses() throws Exception {
    assertThat(close(Map.of("language", "de", "consent", "granted"))).isEmpty();
  }

  @Test
  void shouldNoteNothingOfARecordThatIsQuarantined() {
    assertThatThrownBy(
            () -> close(Map.of("givenName", "x".repeat(20), "familyName", "x".repeat(21))))
        .isInstanceOf(QuarantinedException.class);
  }

  @Test
  void shouldNoteNothingOfARecordThatAFixShortenedUpToTheLimit() throws Exception {
    Fix fix =
        Fix.newBuilder()
            .setAction("TRUNCATE")
            .setEntity("contacts")
            .setField("givenName")
            .setLimit(20)
            .build();
    RunTransform fixed =
        new RunTransform(
            TestPack.RUN,
            TestPack.standard(),
            PlausibleTimes.ANY,
            RecordFixes.of(new RunDecisions(List.of(new StoredDecision.Fixes(5, List.of(fix))))));

    fixed.transform(Entity.CONTACTS, record(Map.of("givenName", "x".repeat(30))));
    assertThat(fixed.replaced()).hasSize(1);
    assertThat(fixed.close()).isEmpty();

    fixed.transform(Entity.CONTACTS, record(Map.of("givenName", "x".repeat(20))));
    assertThat(fixed.replaced()).isEmpty();
    assertThat(fixed.close()).hasSize(1);
  }

  @Test
  void shouldNoteNothingOfALiveEvent() throws Exception {
    LiveEngagement event =
        LiveEngagement.newBuilder()
            .setCustomer("acme")
            .setWay(LiveWay.TOPIC)
            .setEventId("e-1")
            .setEmailId("70")
            .setKind("click")
            .setUrl("u".repeat(1_990))
            .setOccurredAt(Records.TIME)
            .build();
    run.transform(event, RunMerges.NONE);
    assertThat(run.close()).isEmpty();
  }

  @Test
  void shouldNoteANumberAtEitherEndOfTheRangeOfItsColumn() throws Exception {
    RunTransform numbers =
        new RunTransform(
            TestPack.RUN,
            TestPack.withEmailColumn(
                TestPack.column("stars", "subject", ColumnType.SHORT, null, true)));
    Schema emails = SourceRecords.schema(Entity.EMAILS, Map.of());
    Map<String, List<String>> noted = new LinkedHashMap<>();
    for (String number : List.of("31128", "31129", "-32768")) {
      GenericData.Record email = SourceRecords.record(emails, "7");
      email.put("subject", number);
      numbers.transform(Entity.EMAILS, email);
      noted.put(number, numbers.close().stream().map(CloseValuesTest::text).toList());
    }
    assertThat(noted)
        .containsEntry("31128", List.of())
        .containsEntry("31129", List.of("email.stars=31129"))
        .containsEntry("-32768", List.of("email.stars=-32768"));
  }

  private List<String> close(Map<String, Object> values) throws QuarantinedException {
    run.transform(Entity.CONTACTS, record(values));
    return run.close().stream().map(CloseValuesTest::text).toList();
  }

  private IndexedRecord record(Map<String, Object> values) {
    return contact(schema, values);
  }

  private static String text(CloseValue value) {
    return value.limit().column() + "=" + value.size();
  }
}
