package dev.godwit.worker.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.godwit.command.v1.DecideFix;
import dev.godwit.common.v1.Fix;
import dev.godwit.common.v1.MergeDecision;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.decision.StoredDecision.Fixes;
import dev.godwit.worker.decision.StoredDecision.Merges;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DecisionReaderTest {
  private static final TopicPartition COMMANDS = new TopicPartition(Topics.COMMANDS, 0);
  private static final KafkaSettings NO_KAFKA = new KafkaSettings("none:1", "http://none:1");

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final DecisionReader reader = new DecisionReader(NO_KAFKA, () -> consumer);

  private static String merges(String customer, String... members) {
    return ("{'command':'DecideMerges','customer':'%s','by':'ann','why':'x',"
            + "'decisions':[{'isTogether':true,'members':['%s']}]}")
        .formatted(customer, String.join("','", members));
  }

  /** Topic with these values, the first at an offset; null where a transaction marker is. */
  private void topic(long first, String... values) {
    consumer.assign(List.of(COMMANDS));
    consumer.updateBeginningOffsets(Map.of(COMMANDS, first));
    consumer.updateEndOffsets(Map.of(COMMANDS, first + values.length));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
              consumer.addRecord(
                  new ConsumerRecord<>(
                      Topics.COMMANDS, 0, first + i, new byte[0], bytes(values[i])));
            }
          }
        });
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private StageFailedException failure(Long... positions) {
    StageFailedException[] failure = new StageFailedException[1];
    assertThatThrownBy(() -> reader.read("acme", List.of(positions)))
        .asInstanceOf(type(StageFailedException.class))
        .satisfies(e -> failure[0] = e);
    assertThat(failure[0].subject()).isEqualTo("decisions");
    assertThat(failure[0].action()).contains("kept for ever", "godwit merges undo");
    return failure[0];
  }

  @Test
  void shouldReadNothingWhenThereIsNoDecision() throws StageFailedException {
    assertThat(reader.read("acme", List.of())).isEqualTo(RunDecisions.NONE);
    assertThat(consumer.closed()).as("no consumer was needed").isFalse();
  }

  @Test
  void shouldReadTheDecisionsAtTheirPositionsAlone() throws StageFailedException {
    topic(
        7,
        merges("globex", "1", "2"),
        merges("acme", "1", "2"),
        "{'command':'StartMigration','customer':'acme','by':'ann'}",
        null,
        "{'command':'DecideFix','customer':'acme','by':'ann','why':'x',"
            + "'fixes':[{'action':'DROP','entity':'contacts','field':'fax'}]}",
        merges("acme", "3", "4", "5"));
    RunDecisions decisions = reader.read("acme", List.of(8L, 11L, 12L));
    assertThat(decisions.all()).extracting(StoredDecision::position).containsExactly(8L, 11L, 12L);
    assertThat(decisions.merges())
        .flatExtracting(Merges::decisions)
        .extracting(MergeDecision::getMembers)
        .containsExactly(List.of("1", "2"), List.of("3", "4", "5"));
    assertThat(decisions.fixes())
        .flatExtracting(Fixes::fixes)
        .extracting(Fix::getAction, Fix::getField)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("DROP", "fax"));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void shouldFailWhenThePositionHoldsAnotherCustomersDecision() {
    topic(0, merges("globex", "1", "2"));
    assertThat(failure(0L))
        .hasMessage(
            "Expected a decision of customer acme at offset 0 of migration.commands.v1, found a"
                + " decision of customer globex.");
  }

  @Test
  void shouldFailWhenThePositionHoldsAnotherCommand() {
    topic(0, "{'command':'StartMigration','customer':'acme','by':'ann'}");
    assertThat(failure(0L)).hasMessageContaining("found the command StartMigration.");
  }

  @Test
  void shouldFailWithoutContentWhenTheRecordCannotBeRead() {
    topic(0, "{'command':'DecideMerges','customer':'acme','by':'ann','jane@example.com'");
    assertThat(failure(0L))
        .hasMessageContaining("found a record that cannot be read.")
        .hasMessageNotContaining("jane");
  }

  @Test
  void shouldFailWhenThereIsNoRecordAtThePosition() {
    topic(0, merges("acme", "1", "2"), null, merges("acme", "3", "4"));
    assertThat(failure(0L, 1L, 2L))
        .hasMessageContaining("at offset 1")
        .hasMessageContaining("found no record.");
  }

  @Test
  void shouldFailWhenTheTopicLostItsFirstRecords() {
    topic(5, merges("acme", "1", "2"));
    assertThat(failure(4L))
        .hasMessageContaining("found that the records before offset 5 were deleted.");
  }

  @Test
  void shouldReadADecisionInTheWireFormat() throws WrongDecisionException {
    SpecificRecord avro =
        new DecideFix(
            "id",
            "acme",
            "ann",
            "x",
            -1,
            List.of(
                Fix.newBuilder().setAction("DROP").setEntity("contacts").setField("fax").build()));
    DecisionDecoder decoder = new DecisionDecoder(new ControlPlaneCodec(), (topic, value) -> avro);
    StoredDecision decision =
        decoder.decode(
            "acme", new ConsumerRecord<>(Topics.COMMANDS, 0, 3, null, new byte[] {0, 1}));
    assertThat(decision).isInstanceOf(Fixes.class);
    assertThat(decision.position()).isEqualTo(3);
  }
}
