package dev.godwit.wire.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {
  private final Topic live = TopicCatalogue.load().topic(Topics.LIVE);
  private final Topic tails = TopicCatalogue.load().topic(Topics.TAILS);
  private final Topic events = TopicCatalogue.load().topic(Topics.EVENTS);

  @Test
  void shouldFindNothingWhenATopicIsAsTheCatalogueHasIt() {
    for (Topic topic : TopicCatalogue.load().topics()) {
      assertThat(TopicComparison.of(topic, topic.partitions(), config(topic, Map.of())))
          .as(topic.name())
          .isEmpty();
    }
  }

  @Test
  void shouldRefuseWhateverLosesRefusesOrReordersRecords() {
    assertThat(TopicComparison.of(live, 1, config(live, Map.of())))
        .containsExactly(new TopicDifference(Topics.LIVE, "partitions", "6", "1", true));
    for (Map.Entry<String, String> wrong :
        Map.of(
                "retention.ms", "86400000",
                "retention.bytes", "1000000",
                "cleanup.policy", "compact",
                "message.timestamp.type", "CreateTime",
                "max.message.bytes", "1048588")
            .entrySet()) {
      assertThat(
              TopicComparison.of(live, 6, config(live, Map.of(wrong.getKey(), wrong.getValue()))))
          .as(wrong.getKey())
          .singleElement()
          .satisfies(
              difference -> {
                assertThat(difference.isRefused()).isTrue();
                assertThat(difference.found()).isEqualTo(wrong.getValue());
                assertThat(difference.correction("b:9092"))
                    .startsWith("kafka-configs --bootstrap-server b:9092 --alter")
                    .endsWith(
                        "--add-config %s=%s"
                            .formatted(wrong.getKey(), live.brokerSettings().get(wrong.getKey())));
              });
    }
    assertThat(TopicComparison.of(events, 1, config(events, Map.of("retention.ms", "9999999999"))))
        .extracting(TopicDifference::isRefused)
        .containsExactly(true);
  }

  @Test
  void shouldAllowMoreThanTheCatalogueAsksFor() {
    assertThat(
            TopicComparison.of(
                live,
                6,
                config(
                    live, Map.of("retention.ms", "31536000000", "max.message.bytes", "16777216"))))
        .isEmpty();
    assertThat(TopicComparison.of(live, 6, config(live, Map.of("retention.ms", "-1")))).isEmpty();
  }

  @Test
  void shouldReportWithoutRefusingWhenOnlyTheCompactionDiffers() {
    List<TopicDifference> found =
        TopicComparison.of(tails, 6, config(tails, Map.of("segment.ms", "1")));
    assertThat(found).extracting(TopicDifference::isRefused).containsExactly(false);
    assertThatCode(() -> TopicsAtStart.refuse(found, "b:9092")).doesNotThrowAnyException();
  }

  @Test
  void shouldNameEveryDifferenceWithItsCommandWhenAStartIsRefused() {
    List<TopicDifference> found =
        TopicComparison.of(live, 1, config(live, Map.of("cleanup.policy", "compact")));
    assertThatThrownBy(() -> TopicsAtStart.refuse(found, "b:9092"))
        .isInstanceOf(TopicsAtStart.TopicRefusedException.class)
        .hasMessageContaining("2 differences")
        .hasMessageContaining("--correct-topics")
        .hasMessageContaining("make the topic anew with 6 partitions")
        .hasMessageContaining(
            "--entity-name crm.engagements.live.v1 --add-config cleanup.policy=delete");
  }

  private static Config config(Topic topic, Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(topic.brokerSettings());
    settings.putAll(others);
    return new Config(
        settings.entrySet().stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .toList());
  }
}
