package dev.godwit.webhooks.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.RehearsedMessage;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.MessageIdForm;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.wire.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RehearsalIntakeTest {
  private static final TopicPartition ONLY = new TopicPartition(Topics.LIVE_REHEARSALS, 0);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          if (failedCommits-- > 0) {
            throw new TimeoutException("made up");
          }
          super.commitSync(offsets);
        }
      };
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Map<Byte, SpecificRecord> read = new HashMap<>();
  private final List<SpecificRecord> written = new ArrayList<>();
  private int failedCommits;
  private int refusals;
  private final RehearsalIntake intake =
      new RehearsalIntake(
          consumer,
          producer,
          new RehearsalIntake.Wire() {
            @Override
            public SpecificRecord decode(String topic, byte[] value)
                throws UnreadableRecordException {
              if (!read.containsKey(value[0])) {
                throw new UnreadableRecordException("poison");
              }
              return read.get(value[0]);
            }

            @Override
            public byte[] encode(String topic, SpecificRecord record) {
              written.add(record);
              return new byte[] {99};
            }
          },
          List.<MailProvider>of(new Postmark()),
          Map.of(
              "postmark",
              new ProviderSettings(
                  List.of("u:p"),
                  Map.of(),
                  MessageIdForm.of("{id}"),
                  Duration.ofDays(1),
                  null,
                  1000,
                  "")),
          (events, unreadable) -> {
            if (refusals-- > 0) {
              throw Refusal.unavailable("Kafka is away", Duration.ofSeconds(1), null);
            }
          });

  @BeforeEach
  void assign() {
    consumer.assign(List.of(ONLY));
    consumer.updateBeginningOffsets(Map.of(ONLY, 0L));
  }

  @Test
  void shouldAnswerARequestAndCommitItAfterwards() {
    request(0, "acme");
    intake.step();
    assertThat(producer.history()).singleElement().extracting("topic").isEqualTo(ONLY.topic());
    assertThat(written)
        .singleElement()
        .isInstanceOfSatisfying(
            ProviderRehearsal.class,
            answer -> {
              assertThat(answer.getCustomer()).isEqualTo("acme");
              assertThat(answer.getSent()).hasSize(1);
            });
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void shouldRepeatARequestWhenKafkaDoesNotTakeItsEvents() {
    refusals = 1;
    request(0, "acme");
    intake.step();
    assertThat(written).isEmpty();
    assertThat(committed()).isZero();
    request(0, "acme");
    intake.step();
    assertThat(written).hasSize(1);
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void shouldReadTheRequestsOfAPollAgainWhenAnOffsetCannotBeCommitted() {
    failedCommits = 1;
    request(0, "acme");
    request(1, "other");
    intake.step();
    assertThat(written).hasSize(1);
    assertThat(consumer.position(ONLY)).isZero();
  }

  @Test
  void shouldSkipAnswersAndPoison() {
    read.put((byte) 7, new ProviderRehearsal("acme", 3, List.of(), List.of()));
    add(0, (byte) 7);
    add(1, (byte) 8);
    intake.step();
    assertThat(written).isEmpty();
    assertThat(committed()).isEqualTo(2);
  }

  private void request(long offset, String customer) {
    read.put(
        (byte) 1,
        new LiveRehearsal(
            customer, 3, Instant.EPOCH, List.of(), List.of(new RehearsedMessage("m-1", null))));
    add(offset, (byte) 1);
  }

  private void add(long offset, byte value) {
    consumer.addRecord(
        new ConsumerRecord<>(ONLY.topic(), 0, offset, new byte[0], new byte[] {value}));
  }

  private long committed() {
    OffsetAndMetadata committed = consumer.committed(Set.of(ONLY)).get(ONLY);
    return committed == null ? 0 : committed.offset();
  }
}
