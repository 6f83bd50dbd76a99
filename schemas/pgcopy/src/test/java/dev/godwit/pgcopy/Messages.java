package dev.godwit.pgcopy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.postgresql.copy.CopyOut;

/** A COPY whose server sends prepared messages. */
final class Messages implements CopyOut {
  private final Queue<byte[]> messages;
  private boolean cancelled;

  Messages(byte[]... messages) {
    this(Arrays.asList(messages));
  }

  Messages(List<byte[]> messages) {
    this.messages = new ArrayDeque<>(messages);
  }

  boolean cancelled() {
    return cancelled;
  }

  @Override
  public byte[] readFromCopy() {
    return messages.poll();
  }

  @Override
  public byte[] readFromCopy(boolean block) {
    return readFromCopy();
  }

  @Override
  public boolean isActive() {
    return !messages.isEmpty();
  }

  @Override
  public void cancelCopy() {
    cancelled = true;
  }

  @Override
  public int getFieldCount() {
    throw new AssertionError("Expected the reader to take messages only.");
  }

  @Override
  public int getFormat() {
    throw new AssertionError("Expected the reader to take messages only.");
  }

  @Override
  public int getFieldFormat(int field) {
    throw new AssertionError("Expected the reader to take messages only.");
  }

  @Override
  public long getHandledRowCount() {
    throw new AssertionError("Expected the reader to take messages only.");
  }
}
