package dev.godwit.linkage.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file read through mappings: outside of the heap, of any size. Thread-safe. */
final class MappedFile {
  private static final int WINDOW_BITS = 28;
  private static final long WINDOW = 1L << WINDOW_BITS;

  private final MappedByteBuffer[] windows;

  /**
   * Maps a file.
   *
   * @param overlap most bytes that are read at once; a read never crosses the end of its window
   */
  MappedFile(Path file, int overlap) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      windows = new MappedByteBuffer[(int) (size / WINDOW) + 1];
      for (int i = 0; i < windows.length; i++) {
        long from = i * WINDOW;
        windows[i] =
            channel.map(
                FileChannel.MapMode.READ_ONLY, from, Math.min(size - from, WINDOW + overlap));
      }
    }
  }

  long getLong(long position) {
    return windows[(int) (position >>> WINDOW_BITS)].getLong((int) (position & (WINDOW - 1)));
  }

  /** A view from a position on. */
  ByteBuffer at(long position) {
    ByteBuffer view = windows[(int) (position >>> WINDOW_BITS)].duplicate();
    return view.position((int) (position & (WINDOW - 1)));
  }
}
