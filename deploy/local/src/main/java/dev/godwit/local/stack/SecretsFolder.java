package dev.godwit.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of a stack's secrets: a file each, which only the owner of the stack can read. A file
 * is written whole or not at all. Thread-safe, also between processes: of two writers of a new
 * secret, one wins and both use its text.
 */
public final class SecretsFolder {
  private static final int RANDOM_BYTES = 24;
  private static final Set<PosixFilePermission> OF_FOLDERS =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(OF_FOLDERS);
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  /**
   * @param stack folder of the stack; the secrets are below it
   */
  public SecretsFolder(Path stack) {
    this.folder = stack.resolve("secrets");
  }

  /** The folder itself. */
  public Path folder() {
    return folder;
  }

  /** Path of a secret's file, whether it is there or not. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The text of a secret; empty where it was never made. */
  public Optional<String> read(String name) {
    try {
      return Files.exists(file(name))
          ? Optional.of(Files.readString(file(name)).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the secret " + file(name), e);
    }
  }

  /** The text of a secret, which is drawn at random at the first call: 192 bits, in URL letters. */
  public String make(String name) {
    return read(name)
        .orElseGet(
            () -> {
              byte[] random = new byte[RANDOM_BYTES];
              RANDOM.nextBytes(random);
              String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
              writeNew(name, text);
              return read(name).orElseThrow();
            });
  }

  /** Writes a secret, in place of an earlier one. */
  public void write(String name, String text) {
    try {
      Path fresh = fresh(name, text);
      Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the secret " + file(name), e);
    }
  }

  /** Deletes a secret, where it is there. */
  public void delete(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting the secret " + file(name), e);
    }
  }

  private void writeNew(String name, String text) {
    try {
      Path fresh = fresh(name, text);
      try {
        // A link fails where the name is taken; a move would replace what another process wrote.
        Files.createLink(file(name), fresh);
      } catch (FileAlreadyExistsException e) {
        // The other process' secret holds.
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the secret " + file(name), e);
    }
  }

  private Path fresh(String name, String text) throws IOException {
    makePrivate(folder);
    Path fresh = Files.createTempFile(folder, name + ".", ".new", FILE);
    Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
    return fresh;
  }

  /**
   * Makes the folder of a stack. Of one that was there, and may hold files of others, only the
   * stack's own folders are closed to others.
   */
  static void makeStackFolder(Path stack) throws IOException {
    if (Files.notExists(stack) || stack.endsWith(".godwit")) {
      makePrivate(stack);
    }
    for (String own : List.of("data", "logs", "work")) {
      makePrivate(stack.resolve(own));
    }
  }

  /** Makes a folder that only its owner can enter, or takes the others' rights from it. */
  static void makePrivate(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      try {
        Files.createDirectory(folder, FOLDER);
      } catch (FileAlreadyExistsException e) {
        Files.setPosixFilePermissions(folder, OF_FOLDERS);
      }
    } else if (!Files.getPosixFilePermissions(folder).equals(OF_FOLDERS)) {
      Files.setPosixFilePermissions(folder, OF_FOLDERS);
    }
  }
}
