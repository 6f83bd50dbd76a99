package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
  private static final String GOOD =
      """
      data-partitions: 6
      topics:
        crm.things.v1:
          holds: things
          key: thing
          partitions: data
          retention: P2D
          compatibility: FULL_TRANSITIVE
          namespace: dev.godwit.row.v1
          types: [Cut]
          written-by: [extractor]
          read-by: [transformer, operator]
      """;

  @Test
  void shouldHaveEveryNamedTopic() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    Stream<String> entities =
        Stream.of(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS)
            .flatMap(entity -> Stream.of(Topics.extracted(entity), Topics.transformed(entity)));
    Stream<String> others = Arrays.stream(Topics.class.getFields()).map(this::constant);
    assertThat(catalogue.topics().stream().map(Topic::name))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(entities, others).toList());
  }

  @Test
  void shouldGiveDataTopicsTheSameNumberOfPartitions() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    for (Entity entity : List.of(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS, Entity.LIVE)) {
      assertThat(catalogue.topic(Topics.extracted(entity)).partitions())
          .isEqualTo(catalogue.dataPartitions());
      assertThat(catalogue.topic(Topics.transformed(entity)).partitions())
          .isEqualTo(catalogue.dataPartitions());
    }
  }

  @Test
  void shouldOrderCommandsEventsAndReportsTotally() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    for (String topic : List.of(Topics.COMMANDS, Topics.EVENTS, Topics.REPORTS)) {
      assertThat(catalogue.topic(topic).partitions()).as(topic).isEqualTo(1);
    }
  }

  @Test
  void shouldKeepEventsForEverAndEvolveThemBothWays() {
    Topic events = TopicCatalogue.load().topic(Topics.EVENTS);
    assertThat(events.retention()).isEmpty();
    assertThat(events.compatibility()).isEqualTo("FULL_TRANSITIVE");
    assertThat(events.brokerSettings())
        .containsEntry("retention.ms", "-1")
        .containsEntry("cleanup.policy", "delete");
  }

  /**
   * So that the clock of a service or of a person's machine decides nothing, and no sender's time
   * stamp deletes records early or keeps them for ever.
   */
  @Test
  void shouldLetTheBrokerStampWhatTheEngineTakesItsTimeFromAndWhatOthersWrite() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    for (String topic : List.of(Topics.COMMANDS, Topics.REPORTS, Topics.LIVE)) {
      assertThat(catalogue.topic(topic).brokerSettings())
          .as(topic)
          .containsEntry("message.timestamp.type", "LogAppendTime")
          .containsEntry("compression.type", "uncompressed");
    }
    assertThat(catalogue.topic(Topics.EVENTS).brokerSettings())
        .doesNotContainKey("message.timestamp.type");
  }

  @Test
  void shouldEndEveryRetentionLateByAFourteenthAtMost() {
    for (Topic topic : TopicCatalogue.load().topics()) {
      if (topic.compacted() || topic.retention().isEmpty()) {
        continue;
      }
      long kept = topic.retention().get().toMillis();
      assertThat(topic.brokerSettings()).as(topic.name()).containsKey("segment.ms");
      assertThat(Long.parseLong(topic.brokerSettings().get("segment.ms")))
          .as(topic.name())
          .isPositive()
          .isLessThanOrEqualTo(kept / 14);
    }
    assertThat(TopicCatalogue.load().topic(Topics.EVENTS).brokerSettings())
        .doesNotContainKey("segment.ms");
  }

  @Test
  void shouldHaveASchemaForEveryTypeOfEveryTopic() {
    for (Topic topic : TopicCatalogue.load().topics()) {
      assertThat(topic.schemas()).as(topic.name()).hasSameSizeAs(topic.types());
    }
  }

  @Test
  void shouldReadADuration() {
    Topic topic = read(GOOD).topic("crm.things.v1");
    assertThat(topic.retention()).contains(Duration.ofDays(2));
    assertThat(topic.partitions()).isEqualTo(6);
  }

  @Test
  void shouldFindItsTopicsAndThoseOfDeclaredEntitiesAmongOthers() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    Entity members = Entity.valueOf("list_members");
    List<Topic> found =
        catalogue.among(
            Set.of(
                "__consumer_offsets",
                "somebody.else.v1",
                "crm.list-members.extracted.v1",
                "crm.list-members.transformed.v1",
                Topics.transformed(Entity.EMAILS),
                Topics.LIVE_TRANSFORMED));
    assertThat(found)
        .extracting(Topic::name)
        .containsExactly(
            Topics.transformed(Entity.EMAILS),
            Topics.LIVE_TRANSFORMED,
            Topics.extracted(members),
            Topics.transformed(members));
    assertThat(found.getLast().brokerSettings()).isEqualTo(found.getFirst().brokerSettings());
    assertThat(found.getLast().partitions()).isEqualTo(catalogue.dataPartitions());
  }

  @Test
  void shouldNameTheKnownTopicsWhenOneIsUnknown() {
    assertThatThrownBy(() -> read(GOOD).topic("crm.thing.v1"))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("Expected one of [crm.things.v1], but found the topic name crm.thing.v1.");
  }

  @Test
  void shouldNameTheTopicWhenASettingIsWrong() {
    assertThatThrownBy(() -> read(GOOD.replace("retention: P2D", "retention: 2 days")))
        .hasMessage(
            "Topic catalogue, crm.things.v1: expected retention to be an ISO-8601 duration or"
                + " \"for ever\", but found 2 days. Correct godwit/topics.yaml.");
    assertThatThrownBy(() -> read(GOOD.replace("partitions: data", "partitions: 0")))
        .hasMessageContaining("crm.things.v1 partitions: expected a number of at least 1");
    assertThatThrownBy(() -> read(GOOD.replace("holds:", "hold:")))
        .hasMessageContaining("crm.things.v1: expected one of the settings")
        .hasMessageContaining("but found hold.");
    assertThatThrownBy(
            () -> read(GOOD.replace("retention: P2D", "retention: P2D\n    time: sender")))
        .hasMessageContaining("crm.things.v1: expected time to be \"broker\" or left out")
        .hasMessageContaining("but found sender");
    assertThatThrownBy(() -> read(GOOD.replace("FULL_TRANSITIVE", "FULLY")))
        .hasMessageContaining("but found FULLY");
  }

  @Test
  void shouldNameATypeWhenItHasNoSchema() {
    Topic topic = read(GOOD.replace("[Cut]", "[Cut, Nothing]")).topic("crm.things.v1");
    assertThatThrownBy(topic::schemas)
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("found none for dev.godwit.row.v1.Nothing")
        .hasMessageContaining("src/main/avro/dev/godwit/row/v1/Nothing.avsc");
  }

  private String constant(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError("Topics holds only public names", e);
    }
  }

  private static TopicCatalogue read(String yaml) {
    return CatalogueReader.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
