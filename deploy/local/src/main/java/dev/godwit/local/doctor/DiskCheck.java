package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whether the file system of the stack's folder, where broker and databases write, has space. */
final class DiskCheck implements Check {
  private static final long MIB = 1024L * 1024;
  private static final long LOW = 5 * 1024 * MIB;
  private static final long VERY_LOW = 1024 * MIB;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws IOException {
    Path dir = installation.settings().dir();
    FileStore store = Files.getFileStore(dir);
    return List.of(diagnose(dir.toString(), store.getUsableSpace(), store.getTotalSpace()));
  }

  /** The diagnosis of so many free bytes of a total. */
  Diagnosis diagnose(String subject, long usable, long total) {
    String found = "%s of %s are free.".formatted(gibibytes(usable), gibibytes(total));
    if (usable >= LOW) {
      return Diagnosis.fine(this, subject, found);
    }
    return Diagnosis.bad(
            this, usable < VERY_LOW ? Severity.ERROR : Severity.WARNING, subject, found)
        .because(
            "A broker or database whose disk is full stops, and a run is held.",
            "Make space there; godwit down --forget deletes all data of a stack that nobody needs.",
            Runbook.TARGET_FULL);
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (1024.0 * MIB));
  }
}
