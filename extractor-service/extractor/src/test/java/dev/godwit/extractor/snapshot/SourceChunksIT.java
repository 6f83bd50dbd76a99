package dev.godwit.extractor.snapshot;

import static dev.godwit.extractor.snapshot.PersonSource.CONNECTION;
import static dev.godwit.extractor.snapshot.PersonSource.CUSTOMER;
import static dev.godwit.extractor.snapshot.PersonSource.extract;
import static dev.godwit.extractor.snapshot.PersonSource.members;
import static dev.godwit.extractor.snapshot.PersonSource.pack;
import static dev.godwit.extractor.snapshot.PersonSource.plan;
import static dev.godwit.extractor.snapshot.PersonSource.row;
import static dev.godwit.extractor.snapshot.PersonSource.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.extractor.TestSettings;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.snapshot.ExtractionPlanner.Plan;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * Planning and chunks against a real PostgreSQL, with keys and types unlike the reference pack's.
 */
class SourceChunksIT {
  @Test
  void shouldPutEveryRowIntoOneChunkWhenKeysAreOfAnyType() throws Exception {
    for (int chunkRows : new int[] {1, 7, 20, 40, 1000}) {
      Plan plan =
          new ExtractionPlanner(TestSettings.plan(chunkRows, 1000))
              .plan(CONNECTION, pack(), CUSTOMER);
      EntityPlan contacts = plan.entities().getFirst();
      assertThat(contacts.getRows()).isEqualTo(40);
      assertThat(contacts.getMergedChunk()).isTrue();
      assertThat(contacts.getBoundaries()).hasSize(contacts.getChunks() - 2);
      Set<String> seen = new HashSet<>();
      long rows = 0;
      for (int chunk = 0; chunk < contacts.getChunks(); chunk++) {
        RecordingTransaction transaction = new RecordingTransaction();
        rows += extract(contacts, plan, chunk, transaction).rows();
        for (RecordingTransaction.Sent sent : transaction.sent) {
          List<GenericRecord> members = members(row(sent, pack(), Entity.CONTACTS));
          assertThat(members).hasSizeGreaterThan(contacts.getChunks() - 1 == chunk ? 1 : 0);
          members.forEach(m -> assertThat(seen.add(m.get("legacyId").toString())).isTrue());
        }
      }
      assertThat(rows).as("%d rows a chunk", chunkRows).isEqualTo(40);
      assertThat(seen).hasSize(40);
    }
  }

  @Test
  void shouldMergeContactsUnderTheSmallestKeyWhenTheirAddressIsTheSame() throws Exception {
    for (int held : new int[] {1, 10, 1000}) {
      Plan plan =
          new ExtractionPlanner(TestSettings.plan(1000, held)).plan(CONNECTION, pack(), CUSTOMER);
      assertThat(plan.groups(Entity.CONTACTS))
          .containsExactly(
              new MergeGroup(
                  List.of(uuid(5), uuid(6), uuid(30)).stream()
                      .sorted(SourceChunksIT::byKey)
                      .toList(),
                  MergeGroup.SAME_ADDRESS));
    }
  }

  @Test
  void shouldCarryValuesUnchangedWhenTheyAreOfAnyType() throws Exception {
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(1000, 1000)).plan(CONNECTION, pack(), CUSTOMER);
    RecordingTransaction transaction = new RecordingTransaction();
    extract(plan.entities().getFirst(), plan, 0, transaction);
    Map<String, GenericRecord> members = new LinkedHashMap<>();
    for (RecordingTransaction.Sent sent : transaction.sent) {
      GenericRecord contact = row(sent, pack(), Entity.CONTACTS);
      assertThat(sent.key()).isEqualTo(CUSTOMER + "/" + contact.get("legacyId"));
      members.put(contact.get("legacyId").toString(), members(contact).getFirst());
    }
    GenericRecord first = members.get(uuid(1));
    assertThat(first.get("tags")).hasToString("[a, b,c]");
    assertThat(first.get("createdAt")).isEqualTo(Instant.EPOCH);
    assertThat(first.get("updatedAt")).isEqualTo(Instant.parse("2020-01-01T00:00:00.000001Z"));
    assertThat(text(first, "customFields")).isEqualTo("{\"a\": [1, 2], \"b\": 1}");
    assertThat(text(first, "givenName")).isEqualTo("1.50");
    assertThat(text(first, "familyName")).isEqualTo("1");
    assertThat(text(first, "team")).isEqualTo("at");
    GenericRecord second = members.get(uuid(2));
    assertThat(second.get("tags")).hasToString("[]");
    assertThat(second.get("createdAt"))
        .isEqualTo(Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS));
    assertThat(second.get("updatedAt"))
        .isEqualTo(Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS));
    assertThat(members.get(uuid(3)).get("updatedAt")).isNull();
  }

  @Test
  void shouldFollowTheSurvivorWhenARowRefersToAMergedContact() throws Exception {
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(1000, 1000)).plan(CONNECTION, pack(), CUSTOMER);
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(plan.entities().get(1), plan, 0, transaction);
    assertThat(sink.records()).isEqualTo(100);
    String survivor = plan.groups(Entity.CONTACTS).getFirst().survivor();
    for (RecordingTransaction.Sent sent : transaction.sent) {
      GenericRecord email = row(sent, pack(), Entity.EMAILS);
      int contact = Integer.parseInt(text(email, "legacyId")) % 41;
      if (text(email, "legacyId").equals("50")) {
        assertThat(text(email, "contactId")).isNull();
        assertThat(sent.key()).isEqualTo(CUSTOMER + "/50");
      } else if (contact == 5 || contact == 6 || contact == 30) {
        assertThat(text(email, "contactId")).isEqualTo(survivor);
        assertThat(text(email, "legacyContactId"))
            .isEqualTo(survivor.equals(uuid(contact)) ? null : uuid(contact));
        assertThat(sent.key()).isEqualTo(CUSTOMER + "/" + survivor);
      } else {
        assertThat(text(email, "contactId")).isEqualTo(uuid(contact));
        assertThat(text(email, "legacyContactId")).isNull();
      }
      Instant sentAt =
          switch (text(email, "legacyId")) {
            case "1" -> Instant.parse("2020-01-01T10:00:00Z");
            case "2" -> Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
            default -> null;
          };
      assertThat(email.get("sentAt")).isEqualTo(sentAt);
    }
  }

  @Test
  void shouldRefuseThePlanWhenARowHasNoKey() {
    SourceEntity entity =
        new SourceEntity(
            Entity.EMAILS,
            new Sql("select * from mail where tenant = :customer", "pack.yaml", 1),
            List.of("person", "id"),
            Map.of("legacyId", new SourceField("id", null)));
    assertThatThrownBy(
            () ->
                new ExtractionPlanner(TestSettings.plan(10, 10))
                    .plan(CONNECTION, pack(Map.of(Entity.EMAILS, entity)), CUSTOMER))
        .isInstanceOfSatisfying(
            StageFailedException.class, failed -> assertThat(failed.count()).isEqualTo(1))
        .hasMessageContaining("1 row in which a key column is NULL");
  }

  @Test
  void shouldSendTheSameRecordsAndDigestWhenAChunkIsDispatchedAgain() throws Exception {
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(7, 1000)).plan(CONNECTION, pack(), CUSTOMER);
    EntityPlan contacts = plan.entities().getFirst();
    for (int chunk = 0; chunk < contacts.getChunks(); chunk++) {
      RecordingTransaction first = new RecordingTransaction();
      RecordingTransaction again = new RecordingTransaction();
      ExtractedSink before = extract(contacts, plan, chunk, first);
      ExtractedSink after = extract(contacts, plan, chunk, again);

      assertThat(after.digest()).isEqualTo(before.digest());
      assertThat(after.rows()).isEqualTo(before.rows());
      assertThat(again.sent).usingRecursiveComparison().isEqualTo(first.sent);
    }
  }

  private static String text(GenericRecord row, String field) {
    Object value = row.get(field);
    return value == null ? null : value.toString();
  }

  private static int byKey(String a, String b) {
    int left = Integer.parseInt(a.substring(24));
    int right = Integer.parseInt(b.substring(24));
    boolean leftDe = left % 3 == 0;
    boolean rightDe = right % 3 == 0;
    return leftDe == rightDe ? Integer.compare(left, right) : leftDe ? 1 : -1;
  }
}
