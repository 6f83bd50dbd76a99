package dev.godwit.records;

import java.io.InputStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads the catalogue's YAML, and says which topic and which setting is wrong. */
final class CatalogueReader {
  private static final String FOR_EVER = "for ever";
  private static final String DATA = "data";
  private static final Set<String> SETTINGS =
      Set.of(
          "holds",
          "key",
          "partitions",
          "retention",
          "cleanup",
          "time",
          "personal-data",
          "compatibility",
          "namespace",
          "types",
          "written-by",
          "read-by");
  private static final Set<String> COMPATIBILITIES =
      Set.of(
          "NONE",
          "BACKWARD",
          "BACKWARD_TRANSITIVE",
          "FORWARD",
          "FORWARD_TRANSITIVE",
          "FULL",
          "FULL_TRANSITIVE");

  private final int dataPartitions;

  private CatalogueReader(int dataPartitions) {
    this.dataPartitions = dataPartitions;
  }

  static TopicCatalogue read(InputStream yaml) {
    Map<?, ?> root;
    try {
      root = map("the catalogue", new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    } catch (YAMLException e) {
      throw new CatalogueException(
          "Expected YAML in the topic catalogue, but " + e.getMessage(), e);
    }
    int dataPartitions = positive("data-partitions", root.get("data-partitions"));
    CatalogueReader reader = new CatalogueReader(dataPartitions);
    Map<String, Topic> topics = new LinkedHashMap<>();
    map("topics", root.get("topics"))
        .forEach(
            (name, settings) ->
                topics.put(
                    name.toString(),
                    reader.topic(name.toString(), map(name.toString(), settings))));
    return new TopicCatalogue(dataPartitions, topics);
  }

  private Topic topic(String name, Map<?, ?> settings) {
    for (Object setting : settings.keySet()) {
      if (!SETTINGS.contains(setting.toString())) {
        throw wrong(name, "one of the settings " + SETTINGS.stream().sorted().toList(), setting);
      }
    }
    String compatibility = text(name, settings, "compatibility");
    if (!COMPATIBILITIES.contains(compatibility)) {
      throw wrong(
          name,
          "compatibility to be one of " + COMPATIBILITIES.stream().sorted().toList(),
          compatibility);
    }
    return new Topic(
        name,
        text(name, settings, "holds"),
        text(name, settings, "key"),
        partitions(name, settings.get("partitions")),
        retention(name, text(name, settings, "retention")),
        compacted(name, settings.get("cleanup")),
        brokerTime(name, settings.get("time")),
        personal(name, settings.get("personal-data")),
        compatibility,
        text(name, settings, "namespace"),
        types(name, settings.get("types")),
        principals(name, "written-by", settings),
        principals(name, "read-by", settings));
  }

  private int partitions(String name, Object value) {
    return DATA.equals(value) ? dataPartitions : positive(name + " partitions", value);
  }

  private static Optional<Duration> retention(String name, String value) {
    if (FOR_EVER.equals(value)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.parse(value));
    } catch (DateTimeParseException e) {
      throw wrong(name, "retention to be an ISO-8601 duration or \"for ever\"", value);
    }
  }

  private static boolean compacted(String name, Object value) {
    if (value == null) {
      return false;
    }
    if ("compact".equals(value)) {
      return true;
    }
    throw wrong(name, "cleanup to be \"compact\" or left out", value);
  }

  private static boolean brokerTime(String name, Object value) {
    if (value == null) {
      return false;
    }
    if ("broker".equals(value)) {
      return true;
    }
    throw wrong(name, "time to be \"broker\" or left out", value);
  }

  private static boolean personal(String name, Object value) {
    if (value == null) {
      return false;
    }
    if ("until-forgotten".equals(value)) {
      return true;
    }
    throw wrong(name, "personal-data to be \"until-forgotten\" or left out", value);
  }

  private static List<String> types(String name, Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      return list.stream().map(Object::toString).toList();
    }
    throw wrong(name, "types to be a list of at least one record type", value);
  }

  private static Set<Principal> principals(String name, String setting, Map<?, ?> settings) {
    if (!(settings.get(setting) instanceof List<?> list) || list.isEmpty()) {
      throw wrong(name, setting + " to be a list of principals", settings.get(setting));
    }
    Set<Principal> principals = EnumSet.noneOf(Principal.class);
    for (Object label : list) {
      principals.add(
          Principal.named(label.toString())
              .orElseThrow(
                  () ->
                      wrong(
                          name,
                          setting
                              + " to list some of "
                              + Arrays.stream(Principal.values()).map(Principal::label).toList(),
                          label)));
    }
    return principals;
  }

  private static String text(String name, Map<?, ?> settings, String setting) {
    if (settings.get(setting) instanceof String value && !value.isBlank()) {
      return value;
    }
    throw wrong(name, setting + " to be text", settings.get(setting));
  }

  private static int positive(String what, Object value) {
    if (value instanceof Integer number && number > 0) {
      return number;
    }
    throw wrong(what, "a number of at least 1", value);
  }

  private static Map<?, ?> map(String what, Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong(what, "settings below it", value);
  }

  private static CatalogueException wrong(String where, String expected, Object found) {
    return new CatalogueException(
        "Topic catalogue, "
            + where
            + ": expected "
            + expected
            + ", but found "
            + (found == null ? "nothing" : found)
            + ". Correct godwit/topics.yaml.");
  }
}
