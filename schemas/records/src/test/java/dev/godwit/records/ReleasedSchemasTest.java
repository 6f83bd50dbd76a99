package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/**
 * Compares every schema with its {@link ReleasedCopies} of each release, as the compatibility of
 * its topic demands.
 */
class ReleasedSchemasTest {
  @Test
  void shouldKeepEverySchemaCompatibleWithEveryRelease() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path release : releases()) {
      for (Topic topic : TopicCatalogue.load().topics()) {
        for (Schema schema : topic.schemas()) {
          for (String name : namesOf(schema)) {
            Path copy = ReleasedCopies.copy(release, name);
            if (Files.exists(copy)) {
              broken.addAll(
                  differences(topic, new Schema.Parser().parse(copy.toFile()), schema, release));
            }
          }
        }
      }
    }
    assertThat(broken)
        .as("A released schema stays readable; give a new field a default, or make a v2")
        .isEmpty();
  }

  @Test
  void shouldKeepEveryReleasedType() throws IOException {
    List<String> now =
        TopicCatalogue.load().topics().stream()
            .flatMap(topic -> topic.schemas().stream())
            .flatMap(schema -> namesOf(schema).stream())
            .toList();
    for (Path release : releases()) {
      try (Stream<Path> copies = Files.walk(release)) {
        assertThat(
                copies
                    .filter(path -> path.toString().endsWith(".avsc"))
                    .map(ReleasedSchemasTest::typeName))
            .as("Types of release " + release.getFileName())
            .isSubsetOf(now);
      }
    }
  }

  @Test
  void shouldNoticeAFieldWithoutDefaultInBothDirections() {
    Schema small = record("\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]");
    Schema grown =
        record(
            "\"fields\":[{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\"}]");
    Topic full = TopicCatalogue.load().topic(Topics.EVENTS);
    assertThat(differences(full, small, grown, Path.of("1"))).hasSize(1);
    assertThat(differences(full, grown, small, Path.of("1"))).hasSize(1);
    assertThat(differences(full, small, small, Path.of("1"))).isEmpty();
  }

  /** The name of a type and those that it had in earlier releases. */
  private static List<String> namesOf(Schema schema) {
    return Stream.concat(Stream.of(schema.getFullName()), schema.getAliases().stream()).toList();
  }

  private static List<String> differences(
      Topic topic, Schema released, Schema current, Path release) {
    List<String> found = new ArrayList<>();
    String what =
        current.getFullName() + " of " + topic.name() + ", release " + release.getFileName();
    boolean renamed = !released.getFullName().equals(current.getFullName());
    boolean full = topic.compatibility().startsWith("FULL");
    if (full || topic.compatibility().startsWith("BACKWARD")) {
      found.addAll(reads(current, released, what + ": it cannot read what was written then: "));
    }
    // A renamed type is a new subject: older readers never ask for it.
    if (!renamed && (full || topic.compatibility().startsWith("FORWARD"))) {
      found.addAll(reads(released, current, what + ": readers of then cannot read it: "));
    }
    return found;
  }

  private static List<String> reads(Schema reader, Schema writer, String otherwise) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    return result.getType() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : result.getResult().getIncompatibilities().stream()
            .map(i -> otherwise + i.getType() + " at " + i.getLocation() + ": " + i.getMessage())
            .toList();
  }

  private static List<Path> releases() throws IOException {
    try (Stream<Path> releases = Files.list(ReleasedCopies.FOLDER)) {
      return releases.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static String typeName(Path copy) {
    return copy.getParent().getFileName()
        + "."
        + copy.getFileName().toString().replace(".avsc", "");
  }

  private static Schema record(String fields) {
    return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"x.R\"," + fields + "}");
  }
}
