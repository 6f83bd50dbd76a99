package dev.godwit.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Counts the groups of an export while it is written: lines that begin with another first cell than
 * the one before, without the heading. A line that is not ended counts for nothing. Not
 * thread-safe.
 */
final class GroupCount extends FilterOutputStream {
  private final ByteArrayOutputStream cell = new ByteArrayOutputStream();
  private boolean inFirstCell = true;
  private boolean inQuotes;
  private String last;
  private long groups = -1;

  GroupCount(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    count(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    for (int i = offset; i < offset + length; i++) {
      count(bytes[i]);
    }
  }

  private void count(int b) {
    if (b == '"') {
      inQuotes = !inQuotes;
    } else if (b == '\n' && !inQuotes) {
      String first = cell.toString(StandardCharsets.UTF_8);
      groups += first.equals(last) ? 0 : 1;
      last = first;
      cell.reset();
      inFirstCell = true;
    } else if (b == ',' && !inQuotes) {
      inFirstCell = false;
    } else if (inFirstCell) {
      cell.write(b);
    }
  }

  /** Number of groups so far. */
  long groups() {
    return Math.max(0, groups);
  }
}
