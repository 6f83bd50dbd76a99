package dev.godwit.records;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Names that record types had in earlier releases, taken from the aliases of the schemas. A topic
 * may still hold records of an earlier name. Immutable and thread-safe.
 */
public final class RenamedTypes {
  private static final class OfThisBuild {
    private static final RenamedTypes TYPES = new RenamedTypes(TopicCatalogue.load());
  }

  private final Map<String, String> currentNames = new HashMap<>();

  RenamedTypes(TopicCatalogue catalogue) {
    for (Topic topic : catalogue.topics()) {
      for (Schema schema : topic.schemas()) {
        schema.getAliases().forEach(alias -> currentNames.put(alias, schema.getFullName()));
      }
    }
  }

  /** The renamed types of this build, read from its catalogue once. */
  public static RenamedTypes current() {
    return OfThisBuild.TYPES;
  }

  /** Full name that a type has in this build; the same name where it was never renamed. */
  public String currentName(String writtenName) {
    return currentNames.getOrDefault(writtenName, writtenName);
  }
}
