package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import dev.godwit.records.Principal;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Ties the rights of the topic catalogue to the sources: a module that names a topic has a right to
 * it, and a principal with a right has a module that names the topic. Which of both a module does,
 * reading or writing, only a run can say; {@code SecureStackIT} is one.
 */
class TopicAccessTest {
  private static final String WORKER = "orchestrator/worker/src/main/";

  /** Sources of each service; what all workers share says nothing about one of them. */
  private static final Map<Principal, String> SOURCES =
      Map.of(
          Principal.ORCHESTRATOR, "orchestrator/service/src/main/",
          Principal.EXTRACTOR, "extractor-service/extractor/src/main/",
          Principal.WEBHOOKS, "extractor-service/webhooks/src/main/",
          Principal.TRANSFORMER, "transformer-service/src/main/",
          Principal.LOADER, "loader-service/src/main/",
          Principal.VALIDATOR, "validator-service/src/main/");

  /** A message that names a topic, and a list of what was read by others. */
  private static final Map<Principal, Set<String>> NAMED_ONLY =
      Map.of(
          // Its tasks name the topic for the loader.
          Principal.TRANSFORMER, Set.of(Topics.TASKS));

  @Test
  void shouldGiveARightToEachTopicThatAServiceNames() {
    SOURCES.forEach(
        (principal, folder) ->
            assertThat(named(folder))
                .as(principal.label())
                .allMatch(
                    topic ->
                        rights(topic).contains(principal)
                            || NAMED_ONLY.getOrDefault(principal, Set.of()).contains(topic)));
  }

  @Test
  void shouldGiveNoRightToATopicThatNeitherTheServiceNorTheWorkersLibraryNames() {
    Set<String> ofWorkers = named(WORKER);
    SOURCES.forEach(
        (principal, folder) -> {
          Set<String> named = named(folder);
          // Topics.extracted and .transformed of the entity LIVE are these two.
          if (named.contains(Topics.extracted(Entity.EMAILS))) {
            named.add(Topics.LIVE);
          }
          if (named.contains(Topics.transformed(Entity.EMAILS))) {
            named.add(Topics.LIVE_TRANSFORMED);
          }
          boolean worker = principal != Principal.ORCHESTRATOR && principal != Principal.WEBHOOKS;
          List<String> unused =
              TopicCatalogue.load().topics().stream()
                  .filter(topic -> rights(topic.name()).contains(principal))
                  .map(Topic::name)
                  .filter(topic -> !named.contains(topic))
                  .filter(topic -> !(worker && ofWorkers.contains(topic)))
                  .toList();
          assertThat(unused).as(principal.label()).isEmpty();
        });
  }

  private static Set<Principal> rights(String name) {
    Topic topic = TopicCatalogue.load().topic(name);
    Set<Principal> rights = new TreeSet<>(topic.writers());
    rights.addAll(topic.readers());
    return rights;
  }

  /** Topics that the sources of a folder name, by constants, by entities, or in settings. */
  private static Set<String> named(String folder) {
    Set<String> named = new TreeSet<>();
    for (Path source :
        SourceTree.files(
            name -> name.startsWith(folder) && name.matches(".*\\.(java|properties|ya?ml)"))) {
      String text = SourceTree.text(source);
      constants()
          .forEach(
              (constant, topic) -> {
                if (Pattern.compile("\\bTopics\\s*\\.\\s*" + constant + "\\b").matcher(text).find()
                    || text.contains(topic)) {
                  named.add(topic);
                }
              });
      for (String kind : List.of("extracted", "transformed")) {
        if (Pattern.compile("\\bTopics\\s*(::|\\.)\\s*" + kind + "\\b").matcher(text).find()) {
          TopicCatalogue.load().topics().stream()
              .map(Topic::name)
              .filter(topic -> topic.endsWith("." + kind + ".v1"))
              .forEach(named::add);
        }
      }
    }
    return named;
  }

  private static Map<String, String> constants() {
    Map<String, String> constants = new TreeMap<>();
    Arrays.stream(Topics.class.getFields())
        .forEach(field -> constants.put(field.getName(), value(field)));
    return constants;
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
