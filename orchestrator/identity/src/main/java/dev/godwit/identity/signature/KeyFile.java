package dev.godwit.identity.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The file of public keys, which is read again when it changes, so that a key is added or withdrawn
 * without a restart. A change that cannot be read leaves the former keys, with an error in the log
 * each time that the file changes. Thread-safe.
 */
public final class KeyFile implements Supplier<CommandKeys> {
  private static final Logger LOG = Logger.getLogger(KeyFile.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final Path file;
  private final Duration lookEvery;
  private CommandKeys keys;

  /** Null while the file is missing. */
  private Stamp stamp;

  private long looked;

  private record Stamp(FileTime changed, long bytes, Object identity) {}

  /**
   * Reads a file.
   *
   * @throws KeyFileException where it cannot be used
   */
  public KeyFile(Path file) {
    this(file, LOOK_EVERY);
  }

  /**
   * @param lookEvery how often it looks whether the file changed
   */
  KeyFile(Path file, Duration lookEvery) {
    this.lookEvery = lookEvery;
    this.file = file.toAbsolutePath().normalize();
    this.stamp = stamp();
    this.keys = read();
    this.looked = System.nanoTime();
  }

  @Override
  public synchronized CommandKeys get() {
    if (System.nanoTime() - looked >= lookEvery.toNanos()) {
      looked = System.nanoTime();
      look();
    }
    return keys;
  }

  private void look() {
    Stamp before = stamp;
    try {
      stamp = null;
      stamp = stamp();
      if (stamp.equals(before)) {
        return;
      }
      keys = read();
      LOG.infof("%s changed: %d keys count now.", file, keys.keys().size());
    } catch (KeyFileException e) {
      if (before == null && stamp == null) {
        return;
      }
      LOG.errorf("The former keys stay in use: %s", e.getMessage());
    }
  }

  private Stamp stamp() {
    try {
      var attributes =
          Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
      return new Stamp(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException e) {
      throw missing(e);
    }
  }

  private CommandKeys read() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw KeyJson.wrong(
            file.toString(), "at most " + MOST_BYTES + " bytes", "more", "Shorten the file.");
      }
      return KeyJson.set(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw missing(e);
    }
  }

  private KeyFileException missing(IOException cause) {
    return new KeyFileException(
        "Expected public keys of commands in %s, found no file that can be read (%s). Correct GODWIT_COMMAND_KEYS."
            .formatted(file, cause.getClass().getSimpleName()),
        cause);
  }
}
