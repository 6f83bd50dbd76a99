package dev.godwit.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tables and packs that only tests have, from a folder of their resources. Stateless. */
final class TestPacks {
  private static final Path FOLDER = Path.of("src/test/resources/open-entities");
  private static final List<String> TARGET_SCHEMAS = List.of("crm", "crm_staging");

  private final RunningGodwit godwit;

  TestPacks(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  /** Runs the statements of a file in the source. */
  TestPacks inSource(String file) {
    godwit.databases().executeSource(text(file));
    return this;
  }

  /** Runs the statements of a file in the target, with each of its schemas for {schema}. */
  TestPacks inTarget(String file) {
    for (String schema : TARGET_SCHEMAS) {
      godwit.databases().executeTarget(text(file).replace("{schema}", schema));
    }
    return this;
  }

  /** Puts packs beside the reference packs. */
  TestPacks add(String... names) {
    for (String name : names) {
      godwit.addPack(FOLDER.resolve(name));
    }
    return this;
  }

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }
}
