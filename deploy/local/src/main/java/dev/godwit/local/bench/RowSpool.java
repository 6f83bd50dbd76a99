package dev.godwit.local.bench;

import dev.godwit.local.demo.StepFailedException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Rows of tables in files of one folder, one file a table, of a limited size in all. The files of a
 * bench that was killed are deleted by the next one. Not thread-safe.
 */
final class RowSpool implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final long mostBytes;
  private long bytes;

  private RowSpool(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * An empty spool.
   *
   * @param mostBytes limit of all files together
   */
  static RowSpool open(Path folder, long mostBytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RowSpool spool = new RowSpool(folder, mostBytes);
    spool.empty();
    return spool;
  }

  /** An empty spool of at most half of the space that is left there. */
  static RowSpool open(Path folder) {
    try {
      Files.createDirectories(folder);
      return open(folder, Files.getFileStore(folder).getUsableSpace() / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A stream for the rows of a table; the caller closes it.
   *
   * @param number number of the table, which names its file
   */
  OutputStream write(int number) throws IOException {
    return new Limited(new BufferedOutputStream(Files.newOutputStream(file(number)), BUFFER_BYTES));
  }

  /** The rows of a table; the caller closes it. */
  InputStream read(int number) throws IOException {
    return Files.newInputStream(file(number));
  }

  /** Bytes of all files. */
  long bytes() {
    return bytes;
  }

  /** Deletes the files and the folder. */
  @Override
  public void close() {
    empty();
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void empty() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(int number) {
    return folder.resolve(number + ".copy");
  }

  private void take(int length) {
    bytes += length;
    if (bytes > mostBytes) {
      throw new StepFailedException(
          "Expected the rows of the target to take at most %,d bytes in %s, half of the space left there, but found more. Free space, measure fewer rows, or use --baseline bare."
              .formatted(mostBytes, folder));
    }
  }

  /** Counts the bytes. */
  private final class Limited extends FilterOutputStream {
    Limited(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      take(length);
      out.write(from, offset, length);
    }
  }
}
