package dev.godwit.local.bench;

import dev.godwit.local.demo.SampleOptions;
import dev.godwit.sampledata.SampleProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the measured customer, for the copies to compare with, and for the history. */
public final class BenchOptions {
  private static final long CONTACTS = 100_000;
  private static final long EMAILS_OF_CONTACT = 5;
  private static final long ENGAGEMENTS_OF_EMAIL = 4;

  /** A contact with its emails, and their opens and clicks. */
  private static final long ROWS_OF_CONTACT =
      1 + EMAILS_OF_CONTACT + EMAILS_OF_CONTACT * ENGAGEMENTS_OF_EMAIL;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "N rows in all: 5 emails a contact, 4 opens and clicks an email. In place of --contacts,"
              + " --emails and --engagements.")
  private Long rows;

  @Option(
      names = "--profile",
      paramLabel = "uniform|sends",
      description = {
        "uniform: an open or click is of any email (default). sends: as real ones, in the order of time,",
        "most within hours or days after their email; emails are in the order of sending."
      })
  private SampleProfile profile = SampleProfile.UNIFORM;

  @Option(
      names = "--refused",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of the opens and clicks that the target refuses, evenly spread: 0 to 0.5 (default: 0).")
  private double refused;

  @Option(
      names = "--baseline",
      paramLabel = "constrained|bare|both",
      description = {
        "Compare with COPY of the target's rows into a copy of its tables with all constraints and",
        "indexes, with COPY of the source's rows into plain tables, or with both (default)."
      })
  private Baseline baseline = Baseline.BOTH;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Also append the result, with commit, machine and options, as a line of JSON.")
  private Path history;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw the lines of --history as an SVG file instead, without a stack.")
  private Path plot;

  Baseline baseline() {
    return baseline;
  }

  /** File of the history; null for none. */
  Path history() {
    return history;
  }

  /** File to draw the history into; null where a measurement is asked for. */
  Path plot() {
    return plot;
  }

  SampleProfile profile() {
    return profile;
  }

  /** Share of opens and clicks that the target refuses. */
  double refused() {
    return refused;
  }

  /**
   * The size and the content of the customer, checked.
   *
   * @throws ParameterException where no such customer can be made
   */
  SampleOptions size(SampleOptions sample, CommandLine command) {
    SampleOptions size =
        (rows == null
                ? sample.orOf(CONTACTS, EMAILS_OF_CONTACT, ENGAGEMENTS_OF_EMAIL)
                : sizeOfRows(sample, command))
            .with(profile, refused);
    size.check(command);
    return size;
  }

  private SampleOptions sizeOfRows(SampleOptions sample, CommandLine command) {
    if (sample.hasSize()) {
      throw new ParameterException(
          command,
          "Expected --rows alone, or --contacts, --emails and --engagements, but found both. Leave one out.");
    }
    if (rows < ROWS_OF_CONTACT) {
      throw new ParameterException(
          command,
          "Expected --rows to be at least %d, one contact with its emails, opens and clicks, but found %d. Choose more."
              .formatted(ROWS_OF_CONTACT, rows));
    }
    long contacts = rows / ROWS_OF_CONTACT;
    long emails = contacts * EMAILS_OF_CONTACT;
    return sample.withSize(contacts, emails, rows - contacts - emails);
  }

  /**
   * Checks the files, and that no option is given that has no effect.
   *
   * @param json file for the result; null for none
   * @throws ParameterException where the command cannot do what its options say
   */
  void check(CommandLine command, boolean merges, Path json) {
    if (merges) {
      refuseWithMerges(command);
    }
    if (plot != null && history == null) {
      throw new ParameterException(
          command,
          "Expected --plot together with --history, but found it alone. Name the file of the history, too.");
    }
    if (plot != null && !Files.isReadable(history)) {
      throw new ParameterException(
          command,
          "Expected --history to be a file that can be read, but found none at %s. Check its name."
              .formatted(history.toAbsolutePath()));
    }
    requireWritable(command, "--json", json);
    requireWritable(command, "--history", plot == null ? history : null);
    requireWritable(command, "--plot", plot);
  }

  private void refuseWithMerges(CommandLine command) {
    for (String name :
        new String[] {"--rows", "--profile", "--refused", "--baseline", "--history", "--plot"}) {
      if (command.getParseResult() != null && command.getParseResult().hasMatchedOption(name)) {
        throw new ParameterException(
            command,
            "Expected no %s with --merges, which measures no migration, but found it. Leave one out."
                .formatted(name));
      }
    }
  }

  /** Fails before anything is measured for a file that cannot be written. */
  private static void requireWritable(CommandLine command, String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new ParameterException(
          command,
          "Expected %s to name a file in a folder that can be written to, but found %s. Make the folder, or name another file."
              .formatted(option, file.toAbsolutePath()));
    }
  }
}
