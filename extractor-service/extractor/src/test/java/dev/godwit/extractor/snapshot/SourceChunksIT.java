package dev.godwit.extractor.snapshot;

import static dev.godwit.extractor.snapshot.PersonSource.CONNECTION;
import static dev.godwit.extractor.snapshot.PersonSource.CUSTOMER;
import static dev.godwit.extractor.snapshot.PersonSource.extract;
import static dev.godwit.extractor.snapshot.PersonSource.pack;
import static dev.godwit.extractor.snapshot.PersonSource.plan;
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
import dev.godwit.row.v1.ContactMember;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.worker.failure.StageFailedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
          ExtractedContact contact = sent.as(ExtractedContact.class);
          assertThat(contact.getMembers())
              .hasSizeGreaterThan(contacts.getChunks() - 1 == chunk ? 1 : 0);
          contact.getMembers().forEach(m -> assertThat(seen.add(m.getLegacyId())).isTrue());
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
      assertThat(plan.groups())
          .containsExactly(
              new MergeGroup(
                  List.of(uuid(5), uuid(6), uuid(30)).stream()
                      .sorted(SourceChunksIT::byKey)
                      .toList()));
    }
  }

  @Test
  void shouldCarryValuesUnchangedWhenTheyAreOfAnyType() throws Exception {
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(1000, 1000)).plan(CONNECTION, pack(), CUSTOMER);
    RecordingTransaction transaction = new RecordingTransaction();
    extract(plan.entities().getFirst(), plan, 0, transaction);
    Map<String, ContactMember> members = new LinkedHashMap<>();
    for (RecordingTransaction.Sent sent : transaction.sent) {
      ExtractedContact contact = sent.as(ExtractedContact.class);
      assertThat(sent.key()).isEqualTo(CUSTOMER + "/" + contact.getLegacyId());
      members.put(contact.getLegacyId(), contact.getMembers().getFirst());
    }
    ContactMember first = members.get(uuid(1));
    assertThat(first.getTags()).containsExactly("a", "b,c");
    assertThat(first.getCreatedAt()).isEqualTo(Instant.EPOCH);
    assertThat(first.getUpdatedAt()).isEqualTo(Instant.parse("2020-01-01T00:00:00.000001Z"));
    assertThat(first.getCustomFields()).isEqualTo("{\"a\": [1, 2], \"b\": 1}");
    assertThat(first.getGivenName()).isEqualTo("1.50");
    assertThat(first.getFamilyName()).isEqualTo("1");
    assertThat(first.getTeam()).isEqualTo("at");
    ContactMember second = members.get(uuid(2));
    assertThat(second.getTags()).isEmpty();
    assertThat(second.getCreatedAt())
        .isEqualTo(Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS));
    assertThat(second.getUpdatedAt())
        .isEqualTo(Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS));
    assertThat(members.get(uuid(3)).getUpdatedAt()).isNull();
  }

  @Test
  void shouldFollowTheSurvivorWhenARowRefersToAMergedContact() throws Exception {
    Plan plan =
        new ExtractionPlanner(TestSettings.plan(1000, 1000)).plan(CONNECTION, pack(), CUSTOMER);
    RecordingTransaction transaction = new RecordingTransaction();
    ExtractedSink sink = extract(plan.entities().get(1), plan, 0, transaction);
    assertThat(sink.records()).isEqualTo(100);
    String survivor = plan.groups().getFirst().survivor();
    for (RecordingTransaction.Sent sent : transaction.sent) {
      ExtractedEmail email = sent.as(ExtractedEmail.class);
      int contact = Integer.parseInt(email.getLegacyId()) % 41;
      if (email.getLegacyId().equals("50")) {
        assertThat(email.getContactId()).isNull();
        assertThat(sent.key()).isEqualTo(CUSTOMER + "/");
      } else if (contact == 5 || contact == 6 || contact == 30) {
        assertThat(email.getContactId()).isEqualTo(survivor);
        assertThat(email.getLegacyContactId())
            .isEqualTo(survivor.equals(uuid(contact)) ? null : uuid(contact));
        assertThat(sent.key()).isEqualTo(CUSTOMER + "/" + survivor);
      } else {
        assertThat(email.getContactId()).isEqualTo(uuid(contact));
        assertThat(email.getLegacyContactId()).isNull();
      }
      Instant sentAt =
          switch (email.getLegacyId()) {
            case "1" -> Instant.parse("2020-01-01T10:00:00Z");
            case "2" -> Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
            default -> null;
          };
      assertThat(email.getSentAt()).isEqualTo(sentAt);
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
        .hasMessageContaining("1 rows in which a key column is NULL");
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

  private static int byKey(String a, String b) {
    int left = Integer.parseInt(a.substring(24));
    int right = Integer.parseInt(b.substring(24));
    boolean leftDe = left % 3 == 0;
    boolean rightDe = right % 3 == 0;
    return leftDe == rightDe ? Integer.compare(left, right) : leftDe ? 1 : -1;
  }
}
