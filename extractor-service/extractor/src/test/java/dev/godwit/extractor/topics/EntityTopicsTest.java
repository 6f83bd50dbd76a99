package dev.godwit.extractor.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.topics.TopicDifference;
import dev.godwit.worker.failure.StageFailedException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class EntityTopicsTest {
  private static final Entity NOTES = Entity.valueOf("notes");
  private static final Topic TOPIC = TopicCatalogue.load().ofDeclared(NOTES).getFirst();

  @Test
  void shouldHaveTheTaskRepeatedWhenTheBrokerDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EntityTopics topics =
          new EntityTopics(
              new KafkaSettings("127.0.0.1:" + silent.getLocalPort(), "http://127.0.0.1:1"),
              Duration.ofMillis(200));
      assertThatThrownBy(() -> topics.require(pack())).isInstanceOf(KafkaException.class);
    }
  }

  @Test
  void shouldFailTheRunOnlyWhenTheBrokerWillAnswerTheSameAgain() {
    assertThatThrownBy(() -> refused(new NotControllerException("it moved")))
        .isInstanceOf(KafkaException.class);
    for (Exception cause :
        List.of(new TopicAuthorizationException("no rights"), new PolicyViolationException("no"))) {
      StageFailedException failed = refused(cause);
      assertThat(failed.subject()).isEqualTo("NOTES");
      assertThat(failed).hasMessageContaining(TOPIC.name()).hasMessageContaining("found: no");
      assertThat(failed.action()).contains("then resume");
    }
  }

  @Test
  void shouldRefuseATopicThatIsThereWithOtherSettings() throws Exception {
    TopicDifference shorter =
        new TopicDifference(TOPIC.name(), "retention.ms", "1209600000", "60000", true);
    TopicDifference compaction =
        new TopicDifference(TOPIC.name(), "segment.ms", "600000", "1", false);
    EntityTopics.requireSettings(List.of(compaction), "b:9092");
    assertThatThrownBy(() -> EntityTopics.requireSettings(List.of(compaction, shorter), "b:9092"))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            failed -> {
              assertThat(failed.subject()).isEqualTo("NOTES");
              assertThat(failed)
                  .hasMessageContaining("Expected retention.ms=1209600000")
                  .hasMessageContaining("found 60000");
              assertThat(failed.action())
                  .contains("--correct-topics", "then resume", shorter.correction("b:9092"));
            });
  }

  private static StageFailedException refused(Exception cause) {
    return EntityTopics.refused("make", TOPIC, new ExecutionException(cause));
  }

  private static SourcePack pack() {
    return new SourcePack(
        "pack",
        "fingerprint",
        null,
        null,
        null,
        null,
        null,
        Map.of(
            NOTES,
            new SourceEntity(NOTES, new Sql("select 1", "pack.yaml", 1), List.of("id"), Map.of())));
  }
}
