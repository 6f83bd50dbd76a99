package dev.godwit.orchestrator.view.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.ViolationAnswer;
import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.row.v1.Violation;
import dev.godwit.wire.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class QuarantineExportTest {
  private static final QuarantineExport.Run RUN =
      new QuarantineExport.Run("acme", 2, Instant.EPOCH, DerivedId.ORDERED);

  private final List<SpecificRecord> topic = new ArrayList<>();
  private final List<QuarantinedRecordAnswer> exported = new ArrayList<>();
  private int reads;
  private final QuarantineExport export = new QuarantineExport(this::read, JsonOrNothing::new);

  @Test
  void shouldExportEveryRecordOfTheRunOnceAndNoValue() throws IOException {
    topic.add(contact("17", 3, "BAD_ADDRESS"));
    topic.add(contact("17", 3, "BAD_ADDRESS"));
    topic.add(contact("18", 4, "LIMIT_EXCEEDED"));
    QuarantinedRecord other = contact("19", 5, "BAD_DATE");
    other.setRunId("acme/1");
    topic.add(other);

    QuarantinedRecordAnswer.End end = export.export(RUN, false, exported::add);

    assertThat(end).isEqualTo(new QuarantinedRecordAnswer.End(2, 1));
    assertThat(exported)
        .extracting(
            QuarantinedRecordAnswer::key,
            QuarantinedRecordAnswer::reason,
            QuarantinedRecordAnswer::limit,
            QuarantinedRecordAnswer::length,
            QuarantinedRecordAnswer::rootCause,
            QuarantinedRecordAnswer::value)
        .containsExactly(
            tuple("17", "BAD_ADDRESS", 64L, 90L, "BAD_ADDRESS", null),
            tuple("18", "LIMIT_EXCEEDED", 64L, 90L, "LIMIT_EXCEEDED", null));
  }

  @Test
  void shouldLeaveOutReleasedRecordsAndKeepTheNewestReason() throws IOException {
    topic.add(contact("17", 3, "BAD_ADDRESS"));
    topic.add(contact("18", 4, "LIMIT_EXCEEDED"));
    topic.add(contact("18", 4, "BAD_DATE"));
    topic.add(released(3));

    export.export(RUN, false, exported::add);

    assertThat(exported)
        .extracting(QuarantinedRecordAnswer::key, QuarantinedRecordAnswer::reason)
        .containsExactly(tuple("18", "BAD_DATE"));
  }

  @Test
  void shouldNameTheRecordThatAllOthersWaitForAndTheOneThatNeverWas() throws IOException {
    topic.add(broken(Entity.ENGAGEMENTS, "300", 1, Entity.EMAILS, derived("emails", "30")));
    topic.add(broken(Entity.EMAILS, "30", 2, Entity.CONTACTS, derived("contacts", "17")));
    topic.add(broken(Entity.EMAILS, "31", 3, Entity.CONTACTS, derived("contacts", "99")));
    topic.add(broken(Entity.EMAILS, "32", 4, Entity.CONTACTS, "18"));
    topic.add(contact("17", 3, "BAD_ADDRESS"));
    topic.add(contact("18", 4, "LIMIT_EXCEEDED"));

    export.export(RUN, false, exported::add);

    String root = "contacts 17: BAD_ADDRESS by stage transform";
    assertThat(exported)
        .extracting(QuarantinedRecordAnswer::rootCause)
        .startsWith(
            root,
            root,
            "contacts with the id %s in the target: not in quarantine, the source has none"
                .formatted(derived("contacts", "99")),
            "contacts 18: LIMIT_EXCEEDED by stage transform");
  }

  @Test
  void shouldSayNothingOfACauseWhenMoreParentsAreInQuarantineThanAreKept() {
    QuarantineIndex index = new QuarantineIndex("acme/2", "acme", DerivedId.ORDERED, 1);
    index.quarantined(contact("17", 3, "BAD_ADDRESS"), 0, 0);
    index.quarantined(contact("18", 4, "BAD_ADDRESS"), 0, 1);
    assertThat(index.rootCause(broken(Entity.EMAILS, "1", 1, Entity.CONTACTS, "17")))
        .startsWith("contacts 17");
    assertThat(index.rootCause(broken(Entity.EMAILS, "2", 2, Entity.CONTACTS, "18"))).isNull();
  }

  @Test
  void shouldFindTheParentByItsDerivedIdWhenTheRunIsOfTheFirstRelease() {
    QuarantineIndex index = new QuarantineIndex("acme/2", "acme", DerivedId.HASHED, 2);
    index.quarantined(contact("17", 3, "BAD_ADDRESS"), 0, 0);
    index.quarantined(contact("18", 4, "BAD_DATE"), 0, 1);
    String hashed = DerivedId.of(DerivedId.HASHED, "acme", "contacts", "18").toString();
    for (String id : List.of("18", hashed)) {
      assertThat(index.rootCause(broken(Entity.EMAILS, "1", 1, Entity.CONTACTS, id)))
          .startsWith("contacts 18: BAD_DATE");
    }
    assertThat(
            index.rootCause(
                broken(Entity.EMAILS, "2", 2, Entity.CONTACTS, derived("contacts", "18"))))
        .contains("not in quarantine");
  }

  @Test
  void shouldExportValuesWhenAskedTo() throws IOException {
    QuarantinedRecord readable = contact("17", 3, "BAD_ADDRESS");
    readable.setValue(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
    topic.add(readable);
    topic.add(contact("18", 4, "UNREADABLE"));

    export.export(RUN, true, exported::add);

    assertThat(exported)
        .extracting(QuarantinedRecordAnswer::value)
        .containsExactly("{}", "base64:eA==");
  }

  @Test
  void shouldReadAPartitionToItsEndAndCountWhatCannotBeRead() throws IOException {
    TopicPartition partition = new TopicPartition("crm.quarantine.v1", 0);
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.schedulePollTask(
        () -> {
          for (int offset = 5; offset < 8; offset++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    partition.topic(), 0, offset, new byte[0], new byte[] {(byte) offset}));
          }
        });
    consumer.updateEndOffsets(Map.of(partition, 8L));
    List<Long> offsets = new ArrayList<>();
    long unreadable =
        KafkaQuarantineTopic.read(
            consumer,
            (name, value) -> {
              if (value[0] == 6) {
                throw new UnreadableRecordException("no record");
              }
              return contact("17", value[0], "BAD_ADDRESS");
            },
            partition,
            5,
            Duration.ofSeconds(10),
            (record, part, offset) -> offsets.add(offset));
    assertThat(offsets).containsExactly(5L, 7L);
    assertThat(unreadable).isEqualTo(1);
  }

  @Test
  void shouldFailWhenThePartitionsEndIsNotReached() {
    TopicPartition partition = new TopicPartition("crm.quarantine.v1", 0);
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updateEndOffsets(Map.of(partition, 8L));
    assertThatThrownBy(
            () ->
                KafkaQuarantineTopic.read(
                    consumer, (name, value) -> null, partition, 5, Duration.ZERO, (r, p, o) -> {}))
        .isInstanceOf(KafkaException.class);
  }

  @Test
  void shouldNameTheRootCauseOfExamples() {
    topic.add(contact("17", 3, "BAD_ADDRESS"));
    topic.add(broken(Entity.EMAILS, "30", 2, Entity.CONTACTS, derived("contacts", "17")));
    QuarantineAnswer answer =
        new QuarantineAnswer(
            2,
            "EMAILS",
            "LOAD",
            "BROKEN_REFERENCE",
            1,
            0,
            null,
            null,
            List.of(
                new QuarantineAnswer.Example(
                    "30", "contact_id", null, null, "none", "crm.EMAILS", 1, 2)));
    assertThat(export.withCauses(RUN, List.of(answer)).getFirst().examples().getFirst().rootCause())
        .isEqualTo("contacts 17: BAD_ADDRESS by stage transform");
  }

  @Test
  void shouldCountWhatRecordsInQuarantineViolateBeside() throws IOException {
    topic.add(violating("17", 3, violation("BAD_DATE", "createdAt"), violation("BAD_DATE", null)));
    topic.add(violating("17", 3, violation("BAD_DATE", "createdAt"), violation("BAD_DATE", null)));
    topic.add(
        violating("18", 4, violation("BAD_DATE", "createdAt"), violation("BAD_DATE", "createdAt")));
    topic.add(violating("19", 5, violation("BAD_DATE", "createdAt")));
    topic.add(released(5));
    QuarantineAnswer answer =
        new QuarantineAnswer(
            2, Entity.CONTACTS.name(), "TRANSFORM", "BAD_ADDRESS", 2, 0, null, null, List.of());

    assertThat(export.withCauses(RUN, List.of(answer)).getFirst().also())
        .containsExactly(
            new QuarantineAnswer.Also("BAD_DATE", "createdAt", 2),
            new QuarantineAnswer.Also("BAD_DATE", null, 1));

    export.export(RUN, false, exported::add);
    assertThat(exported.getFirst().others())
        .extracting(ViolationAnswer::text)
        .containsExactly("BAD_DATE createdAt", "BAD_DATE");
    assertThat(OtherViolations.detail((QuarantinedRecord) topic.getFirst()))
        .isEqualTo("Expected another. Also: BAD_DATE createdAt; BAD_DATE.");
  }

  @Test
  void shouldCountWhatWaitsForTheRecordsOfEachReason() {
    topic.add(broken(Entity.ENGAGEMENTS, "300", 1, Entity.EMAILS, derived("emails", "30")));
    topic.add(broken(Entity.EMAILS, "30", 2, Entity.CONTACTS, derived("contacts", "17")));
    topic.add(broken(Entity.EMAILS, "31", 3, Entity.CONTACTS, derived("contacts", "99")));
    topic.add(contact("17", 3, "BAD_ADDRESS"));

    List<QuarantineAnswer> answers =
        export.withCauses(
            RUN,
            List.of(
                answer("CONTACTS", "TRANSFORM", "BAD_ADDRESS"),
                answer("EMAILS", "LOAD", "BROKEN_REFERENCE")));

    assertThat(answers.getFirst().holdsBack())
        .containsExactly(
            new QuarantineAnswer.HeldBack("EMAILS", 1),
            new QuarantineAnswer.HeldBack("ENGAGEMENTS", 1));
    assertThat(answers.getFirst().waiting()).isZero();
    assertThat(answers.getLast().holdsBack()).isEmpty();
    assertThat(answers.getLast().waiting()).as("the source has no contact 99").isEqualTo(1);
  }

  @Test
  void shouldReadTheTopicOnceWhereNoRecordWaitsForAnotherOneOrWasReleased() {
    topic.add(violating("17", 3, violation("BAD_DATE", "createdAt")));
    List<QuarantineAnswer> asked = List.of(answer("CONTACTS", "TRANSFORM", "BAD_ADDRESS"));
    assertThat(export.withCauses(RUN, asked).getFirst().also()).hasSize(1);
    assertThat(reads).isEqualTo(1);

    topic.add(released(3));
    assertThat(export.withCauses(RUN, asked).getFirst().also()).isEmpty();
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void shouldSayThatItIsNotKnownWhatRecordsViolateBesideWhenKafkaDoesNotAnswer() {
    QuarantineExport away =
        new QuarantineExport(
            (from, visitor) -> {
              throw new KafkaException("away");
            },
            JsonOrNothing::new);
    QuarantineAnswer answer =
        away.withCauses(RUN, List.of(answer("CONTACTS", "TRANSFORM", "BAD_ADDRESS"))).getFirst();
    assertThat(answer.knowsAll()).isFalse();
    assertThat(answer.also()).isNull();
  }

  private static QuarantineAnswer answer(String entity, String stage, String reason) {
    return new QuarantineAnswer(2, entity, stage, reason, 2, 0, null, null, List.of());
  }

  private static QuarantinedRecord violating(String id, long offset, Violation... others) {
    QuarantinedRecord record = contact(id, offset, "BAD_ADDRESS");
    record.setOthers(List.of(others));
    return record;
  }

  private static Violation violation(String reason, String field) {
    return Violation.newBuilder().setReason(reason).setField(field).setDetail("None.").build();
  }

  private long read(Instant from, QuarantineTopic.Visitor visitor) throws IOException {
    reads++;
    for (int i = 0; i < topic.size(); i++) {
      switch (topic.get(i)) {
        case QuarantinedRecord record -> visitor.quarantined(record, 0, i);
        case ReleasedRecord record -> visitor.released(record);
        default -> throw new AssertionError();
      }
    }
    return 1;
  }

  static String derived(String entity, String legacyId) {
    return DerivedId.of(DerivedId.ORDERED, "acme", entity, legacyId).toString();
  }

  static QuarantinedRecord contact(String id, long offset, String reason) {
    return QuarantinedRecord.newBuilder()
        .setRunId("acme/2")
        .setEntity(Entity.CONTACTS.symbol())
        .setEntityName(Entity.CONTACTS.declaredName())
        .setStage(Stage.TRANSFORM)
        .setLegacyId(id)
        .setReason(reason)
        .setField("address")
        .setLimit(64L)
        .setLength(90L)
        .setDetail("Expected another.")
        .setTopic("crm.CONTACTS")
        .setPartition(1)
        .setOffset(offset)
        .setValue(ByteBuffer.wrap(new byte[] {'x'}))
        .build();
  }

  static QuarantinedRecord broken(
      Entity entity, String id, long offset, Entity parent, String parentId) {
    return QuarantinedRecord.newBuilder(contact(id, offset, "BROKEN_REFERENCE"))
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setStage(Stage.LOAD)
        .setTopic("crm." + entity)
        .setParentEntity(parent.symbol())
        .setParentEntityName(parent.declaredName())
        .setParentId(parentId)
        .build();
  }

  static ReleasedRecord released(long offset) {
    return ReleasedRecord.newBuilder()
        .setRunId("acme/2")
        .setEntity(Entity.CONTACTS.symbol())
        .setEntityName(Entity.CONTACTS.declaredName())
        .setStage(Stage.TRANSFORM)
        .setLegacyId("17")
        .setReason("BAD_ADDRESS")
        .setTopic("crm.CONTACTS")
        .setPartition(1)
        .setOffset(offset)
        .setReplay(1)
        .build();
  }

  /** Reads texts that begin with a brace. */
  static final class JsonOrNothing implements QuarantineExport.Decoder {
    @Override
    public String json(String topic, byte[] value) throws UnreadableRecordException {
      String text = new String(value, StandardCharsets.UTF_8);
      if (!text.startsWith("{")) {
        throw new UnreadableRecordException("no record");
      }
      return text;
    }

    @Override
    public void close() {}
  }
}
