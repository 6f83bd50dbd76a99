package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import dev.godwit.local.doctor.DoctorCommand;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.records.Entity;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.topics.TopicsAtStart;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/**
 * {@code godwit doctor} on a running stack, with faults that are prepared and then mended by it.
 */
@ExtendWith(SharedStack.class)
class DoctorIT {
  private static final String HANGING = "somebody-and-nobody";
  private static final String GROUP = "godwit-somebody";
  private static final String DECLARED = Topics.extracted(Entity.valueOf("doctor_notes"));
  private static final TopicPartition PARTITION = new TopicPartition(Topics.DIFFERENCES, 0);

  private final RunningGodwit godwit;

  DoctorIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @BeforeEach
  void assumeEmbeddedInfrastructure() {
    godwit.assumeInfrastructureCanBeKilled();
  }

  @Test
  void shouldFindEachPreparedFaultAndNoneOnceItIsMended() throws Exception {
    assertThat(found(doctor("--json"), "ERROR")).isEmpty();
    assertThat(found(doctor("--json"), "UNCHECKED")).isEmpty();

    KafkaSettings kafka = KafkaSettings.of(settings().serviceEnvironment());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(kafka.transactionalProducer(HANGING))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(PARTITION.topic(), 0, null, new byte[] {1})).get();
      admin
          .alterConsumerGroupOffsets(
              GROUP, Map.of(PARTITION, new OffsetAndMetadata(1_000_000_000L)))
          .all()
          .get();
      admin.createTopics(List.of(new NewTopic(DECLARED, 6, (short) 1))).all().get();
      shortenRetention(admin, PARTITION.topic());
      shortenRetention(admin, DECLARED);
      assertThatThrownBy(() -> TopicsAtStart.check(kafka, TopicCatalogue.load()))
          .isInstanceOf(TopicsAtStart.TopicRefusedException.class)
          .hasMessageContaining("the topic " + PARTITION.topic())
          .hasMessageContaining("the topic " + DECLARED);
      inTarget(
          "insert into godwit.progress values ('%s', 0, 1000000000)".formatted(PARTITION.topic()));
      inTarget("alter database crm set default_transaction_read_only = on");
      godwit.kill(Part.WEBHOOKS);

      Examination ill = doctor("--json", "--transactions-older-than", "PT0S");
      inTarget(
          "set default_transaction_read_only = off; alter database crm reset default_transaction_read_only;"
              + " delete from godwit.progress where topic = '%s'".formatted(PARTITION.topic()));
      assertThat(ill.exitCode()).isEqualTo(2);
      assertThat(found(ill, "ERROR"))
          .contains(
              "transactions " + HANGING,
              "offsets " + GROUP + " on " + PARTITION,
              "topics " + PARTITION.topic(),
              "topics " + DECLARED,
              "positions target reference-crm",
              "databases target reference-crm",
              "services webhooks")
          .doesNotContain("services loader");
      assertThat(ill.answer().get("diagnoses"))
          .filteredOn(d -> !d.get("severity").asText().equals("FINE"))
          .allSatisfy(
              d -> {
                assertThat(d.get("why").asText()).isNotBlank();
                assertThat(d.get("mend").asText()).isNotBlank();
                assertThat(d.get("runbook").asText()).isNotNull();
              });

      assertThat(doctorSays("--abort-transaction", HANGING)).contains("Aborted", HANGING);
      assertThat(doctorSays("--reset-offsets", GROUP)).contains("1000000000");
      assertThat(doctorSays("--correct-topics"))
          .contains(PARTITION.topic(), DECLARED, "retention.ms");
      TopicsAtStart.check(kafka, TopicCatalogue.load());
      godwit.startAgain(Part.WEBHOOKS);
      admin.deleteTopics(List.of(DECLARED)).all().get();
      admin.deleteConsumerGroups(List.of(GROUP)).all().get();
    }

    assertThat(found(doctor("--json"), "ERROR")).isEmpty();
  }

  private record Examination(int exitCode, JsonNode answer) {}

  private Examination doctor(String... arguments) throws JsonProcessingException {
    StringWriter said = new StringWriter();
    int exitCode = execute(said, arguments);
    return new Examination(exitCode, Json.mapper().readTree(said.toString()));
  }

  private String doctorSays(String... arguments) {
    StringWriter said = new StringWriter();
    assertThat(execute(said, arguments)).isZero();
    return said.toString();
  }

  private int execute(StringWriter said, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--dir", settings().dir().toString()));
    for (Port port : Port.values()) {
      arguments.addAll(List.of("--port", port.name() + "=" + settings().port(port)));
    }
    return new CommandLine(new DoctorCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(said))
        .execute(arguments.toArray(String[]::new));
  }

  /** Check and subject of each diagnosis of a severity. */
  private static List<String> found(Examination examination, String severity) {
    List<String> subjects = new ArrayList<>();
    for (JsonNode diagnosis : examination.answer().get("diagnoses")) {
      if (diagnosis.get("severity").asText().equals(severity)) {
        subjects.add(diagnosis.get("check").asText() + " " + diagnosis.get("subject").asText());
      }
    }
    return subjects;
  }

  private static void shortenRetention(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", "864000000"), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** Statements one after another in one session, each a transaction. */
  private void inTarget(String sql) throws SQLException {
    try (Connection connection = godwit.databases().openTarget();
        Statement statement = connection.createStatement()) {
      for (String one : sql.split("; ", -1)) {
        statement.execute(one);
      }
    }
  }

  private StackSettings settings() {
    return godwit.stack().settings();
  }
}
