package dev.godwit.local.chaos;

import dev.godwit.local.chaos.check.Database;
import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packs of the kill matrix: the reference packs, with SQL at each point of a run that writes
 * down that it was run. So a row more, or a row less, is SQL that was run twice, or not at all.
 * Stateless.
 */
final class ChaosPacks {
  private static final String FILE = "pack.yaml";
  private static final String BEFORE = "\nprepare: |";
  private static final String POINT =
      "%1$s: insert into godwit_chaos.statement_run (customer, schema_name, point) values (:customer, '{schema}', '%1$s')\n";

  private ChaosPacks() {}

  /** Writes the packs of a stack that does not run yet. */
  static void write(StackSettings settings) {
    try (DirectoryStream<Path> packs =
        Files.newDirectoryStream(
            settings.home().resolve("schemas/packs/reference"), Files::isDirectory)) {
      for (Path pack : packs) {
        copy(pack, Files.createDirectories(settings.ownPacks().resolve(pack.getFileName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the packs of the kill matrix", e);
    }
  }

  private static void copy(Path pack, Path to) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(pack, Files::isRegularFile)) {
      for (Path file : files) {
        String text = Files.readString(file);
        boolean isTarget =
            file.getFileName().toString().equals(FILE) && text.contains("\nkind: target\n");
        Files.writeString(to.resolve(file.getFileName()), isTarget ? withPoints(text) : text);
      }
    }
  }

  /** The text of a target pack, with SQL at each point of a run. */
  static String withPoints(String pack) {
    if (!pack.contains(BEFORE)) {
      throw new IllegalStateException(
          "Expected the reference pack to have the key 'prepare' with a block of SQL, found none.");
    }
    StringBuilder points = new StringBuilder("\n");
    for (String point : new String[] {"before-load", "after-load", "before-enable"}) {
      points.append(POINT.formatted(point));
    }
    return pack.replace(BEFORE, points + BEFORE);
  }

  /** Makes the table that the SQL writes to; it belongs to neither schema of the target. */
  static void makeTable(Database target) {
    target.execute("create schema if not exists godwit_chaos");
    target.execute(
        "create table if not exists godwit_chaos.statement_run (customer text not null, schema_name text not null, point text not null)");
  }
}
