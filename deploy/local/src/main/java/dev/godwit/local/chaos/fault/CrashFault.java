package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Part;
import dev.godwit.wire.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A part ends at a crash point. The supervisor starts it again. */
public final class CrashFault implements Fault {
  private static final String REACHED = ".reached";

  private final Part part;
  private final CrashPoint point;
  private final int occurrence;
  private Path armed;

  public CrashFault(Part part, CrashPoint point, int occurrence) {
    this.part = part;
    this.point = point;
    this.occurrence = occurrence;
  }

  @Override
  public void begin(Disturbed disturbed) {
    Path folder = disturbed.crashFolder(part);
    armed = folder.resolve(point.label());
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(reached());
      Path half = folder.resolve(point.label() + ".new");
      Files.writeString(half, occurrence + " " + UUID.randomUUID());
      Files.move(half, armed);
    } catch (IOException e) {
      throw new UncheckedIOException("Arming " + armed, e);
    }
  }

  private Path reached() {
    return armed.resolveSibling(armed.getFileName() + REACHED);
  }

  @Override
  public void end(Disturbed disturbed) {
    try {
      Files.deleteIfExists(armed);
    } catch (IOException e) {
      throw new UncheckedIOException("Disarming " + armed, e);
    }
  }

  @Override
  public boolean hasHappened() {
    return Files.exists(reached());
  }

  @Override
  public boolean isOver() {
    return true;
  }

  @Override
  public String toString() {
    return part.label() + " ends at " + point.label() + ":" + occurrence;
  }
}
