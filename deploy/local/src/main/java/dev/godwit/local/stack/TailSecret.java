package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The secret by which a stack's transformer recognises the records that its extractor's tail wrote:
 * random, made with the stack's first service, in a file that only its owner reads, and kept with
 * the stack's data. Only these two services get it. Stateless.
 */
final class TailSecret {
  private static final String VARIABLE = "GODWIT_TAIL_SECRET";
  private static final Set<Part> KNOWN_TO = Set.of(Part.EXTRACTOR, Part.TRANSFORMER);
  private static final int BYTES = 32;

  private TailSecret() {}

  /** Gives the secret to a service that needs it, and takes it from every other. */
  static void pass(Part part, Path dir, Map<String, String> environment) {
    if (KNOWN_TO.contains(part)) {
      environment.computeIfAbsent(VARIABLE, variable -> of(dir));
    } else {
      environment.remove(VARIABLE);
    }
  }

  /** The secret of the stack in a folder; made where there is none. */
  static String of(Path dir) {
    Path file = dir.resolve("data").resolve("tail-secret");
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to read or make " + file + ".", e);
    }
  }

  /** Written beside and moved, so that nobody reads a part of it; the first of two wins. */
  private static void make(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(file.getParent());
    Path made =
        Files.createTempFile(
            file.getParent(),
            "tail-secret",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(made, HexFormat.of().formatHex(random));
      Files.createLink(file, made);
    } catch (FileAlreadyExistsException e) {
      // Another launcher was faster; its secret counts.
    } finally {
      Files.delete(made);
    }
  }
}
