package dev.godwit.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/**
 * Copies of the schemas of each release, which {@link ReleasedSchemasTest} compares with the
 * present ones. The main method, which {@code keep-release} runs, writes the copies of a new
 * release.
 */
final class ReleasedCopies {
  static final Path FOLDER = Path.of("src/test/resources/released");

  private ReleasedCopies() {}

  /**
   * Writes a copy of every schema of the catalogue.
   *
   * @param arguments the release, such as 0.2.0
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1 || !arguments[0].matches("\\d+\\.\\d+\\.\\d+")) {
      throw new IllegalArgumentException(
          "Expected one release such as 0.2.0, but found " + String.join(" ", arguments));
    }
    Path release = FOLDER.resolve(arguments[0]);
    if (Files.exists(release)) {
      throw new IllegalStateException(
          "Expected a new release, but found copies in " + release + ", which never change.");
    }
    for (Topic topic : TopicCatalogue.load().topics()) {
      for (Schema schema : topic.schemas()) {
        Path copy = copy(release, schema.getFullName());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, SchemaFormatter.format("json/pretty", schema) + "\n");
      }
    }
    System.out.println("Kept " + release);
  }

  /** The file of a type's copy. */
  static Path copy(Path release, String typeName) {
    int dot = typeName.lastIndexOf('.');
    return release
        .resolve(typeName.substring(0, dot))
        .resolve(typeName.substring(dot + 1) + ".avsc");
  }
}
