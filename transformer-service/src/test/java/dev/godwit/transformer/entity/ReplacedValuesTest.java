package dev.godwit.transformer.entity;

import static dev.godwit.transformer.entity.SourceRecords.contact;
import static dev.godwit.transformer.entity.SourceRecords.contacts;
import static dev.godwit.transformer.entity.SourceRecords.record;
import static dev.godwit.transformer.entity.SourceRecords.schema;
import static dev.godwit.transformer.entity.SourceRecords.transform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class ReplacedValuesTest {
  private static final int ADDRESS = 3;
  private static final int GIVEN_NAME = 4;
  private static final int LANGUAGE = 6;
  private static final int CONSENT = 7;
  private static final int CUSTOM = 9;
  private static final int CREATED = 10;
  private static final long INFINITY = Long.MAX_VALUE;

  @Test
  void shouldKeepAContactWhoseBadAddressMayBeNull() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, packWithNullableAddress());
    Schema schema = contacts(Map.of("address", "null"));

    TransformedRecord record =
        transform(run, Entity.CONTACTS, contact(schema, Map.of("address", "nobody at home")));

    assertThat(record.getRows().getFirst().getCells().get(ADDRESS)).isNull();
    assertThat(run.replaced()).containsExactly(new ReplacedValue("address", "BAD_ADDRESS"));
  }

  @Test
  void shouldForgetTheReplacedValuesOfTheRecordBefore() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, packWithNullableAddress());
    Schema schema = contacts(Map.of("address", "null"));
    transform(run, Entity.CONTACTS, contact(schema, Map.of("address", "nobody at home")));

    transform(run, Entity.CONTACTS, contact(schema, Map.of()));

    assertThat(run.replaced()).isEmpty();
  }

  @Test
  void shouldReplaceEachInvalidValueOfARecordByItsOwnValue() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());
    Schema schema =
        contacts(
            Map.of(
                "language", "de",
                "consent", "withdrawn",
                "customFields", "{\"lost\": true}",
                "createdAt", "1970-01-01T00:00:01Z"));

    TransformedRecord record =
        transform(
            run,
            Entity.CONTACTS,
            contact(
                schema,
                Map.of(
                    "language", "Klingon",
                    "consent", "perhaps",
                    "customFields", "{",
                    "createdAt", INFINITY)));

    List<Object> cells = record.getRows().getFirst().getCells();
    assertThat(cells.get(LANGUAGE)).isEqualTo("de");
    assertThat(cells.get(CONSENT)).isEqualTo("withdrawn");
    assertThat(cells.get(CUSTOM)).isEqualTo("{\"lost\":true}");
    assertThat(cells.get(CREATED)).isEqualTo(1_000_000L);
    assertThat(run.replaced())
        .containsExactlyInAnyOrder(
            new ReplacedValue("language", "UNKNOWN_LANGUAGE"),
            new ReplacedValue("consent", "UNKNOWN_CONSENT"),
            new ReplacedValue("customFields", "BAD_CUSTOM_FIELDS"),
            new ReplacedValue("createdAt", "BAD_DATE"));
  }

  @Test
  void shouldReplaceATextWithNul() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());
    Schema schema = contacts(Map.of("givenName", "Unknown"));

    TransformedRecord record =
        transform(run, Entity.CONTACTS, contact(schema, Map.of("givenName", "An\0n")));

    assertThat(record.getRows().getFirst().getCells().get(GIVEN_NAME)).isEqualTo("Unknown");
    assertThat(run.replaced()).containsExactly(new ReplacedValue("givenName", "BAD_CHARACTER"));
  }

  @Test
  void shouldKeepTheValidCustomFieldsOfTheOtherMembers() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());
    Schema schema = contacts(Map.of("customFields", "null"));

    TransformedRecord record =
        transform(
            run,
            Entity.CONTACTS,
            contact(schema, Map.of("customFields", "{"), Map.of("customFields", "{\"a\": 1}")));

    assertThat(record.getRows().getFirst().getCells().get(CUSTOM)).isEqualTo("{\"a\":1}");
    assertThat(run.replaced())
        .containsExactly(new ReplacedValue("customFields", "BAD_CUSTOM_FIELDS"));
  }

  @Test
  void shouldQuarantineWhenNothingTakesTheValuesPlace() {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());
    assertWhy(run, contacts(Map.of()), Map.of("language", "Klingon"), "UNKNOWN_LANGUAGE");
    // The column takes no NULL.
    assertWhy(run, contacts(Map.of("address", "null")), Map.of("address", "x"), "REQUIRED_MISSING");
    // The value is no better.
    assertWhy(
        run, contacts(Map.of("language", "xx")), Map.of("language", "Klingon"), "UNKNOWN_LANGUAGE");
    // A value that is too long is not invalid.
    assertWhy(
        run,
        contacts(Map.of("givenName", "null")),
        Map.of("givenName", "x".repeat(21)),
        "LIMIT_EXCEEDED");
  }

  @Test
  void shouldReplaceAnImplausibleTimeOfTheSnapshot() throws Exception {
    PlausibleTimes times =
        new PlausibleTimes(
            Instant.parse("1995-01-01T00:00:00Z"),
            Duration.ofDays(1),
            false,
            () -> Instant.parse("2026-01-01T00:00:00Z"),
            entity -> {});
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard(), times);
    Schema schema = schema(Entity.ENGAGEMENTS, Map.of("occurredAt", "2000-01-01T00:00:00Z"));
    GenericData.Record event = record(schema, "700");
    event.put("contactId", "7");
    event.put("emailId", "70");
    event.put("kind", "open");
    event.put("occurredAt", 0L);

    TransformedRecord record = transform(run, Entity.ENGAGEMENTS, event);

    assertThat(record.getRows().getFirst().getCells().getLast())
        .isEqualTo(Instant.parse("2000-01-01T00:00:00Z").getEpochSecond() * 1_000_000L);
    assertThat(run.replaced()).containsExactly(new ReplacedValue("occurredAt", "IMPLAUSIBLE_TIME"));
  }

  private static void assertWhy(
      RunTransform run, Schema schema, Map<String, Object> values, String reason) {
    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class,
            () -> run.transform(Entity.CONTACTS, contact(schema, values)));
    assertThat(why.reason()).isEqualTo(QuarantineReason.valueOf(reason));
  }

  private static TargetPack packWithNullableAddress() {
    List<TargetTable> tables = new ArrayList<>(TestPack.standard().tables());
    List<TargetColumn> columns = new ArrayList<>(tables.getFirst().columns());
    columns.set(ADDRESS, TestPack.column("address", "address", ColumnType.TEXT, 254L, true));
    tables.set(0, tables.getFirst().withColumns(columns));
    return TestPack.of(Map.of(), tables.toArray(TargetTable[]::new));
  }
}
