package dev.godwit.local.demo;

import dev.godwit.sampledata.OldCrm;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How big the sample customer is, and how it comes about. */
public final class SampleOptions {
  @Option(
      names = "--contacts",
      paramLabel = "N",
      description = "Contacts (default: 2000; bench 100000).")
  Long contacts;

  @Option(names = "--emails", paramLabel = "N", description = "Emails (default: 5 a contact).")
  Long emails;

  @Option(
      names = "--engagements",
      paramLabel = "N",
      description = "Opens and clicks (default: 4 an email).")
  Long engagements;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes the same customer (default: 1).")
  long seed;

  @Option(
      names = "--outlets",
      paramLabel = "FILE",
      description = "CSV file with outlets for the contacts; it is only read.")
  Path outlets;

  /** The same, where nothing was given with so many contacts, emails a contact and so on. */
  public SampleOptions orOf(long usualContacts, long emailsOfContact, long engagementsOfEmail) {
    SampleOptions filled = new SampleOptions();
    filled.contacts = contacts == null ? Long.valueOf(usualContacts) : contacts;
    filled.emails = emails == null ? Long.valueOf(filled.contacts * emailsOfContact) : emails;
    filled.engagements =
        engagements == null ? Long.valueOf(filled.emails * engagementsOfEmail) : engagements;
    filled.seed = seed;
    filled.outlets = outlets;
    return filled;
  }

  /**
   * Holds them against what can be made, before anything is started for it.
   *
   * @throws ParameterException where they cannot; the message says why
   */
  public void check(CommandLine command) {
    if (outlets != null && !Files.isReadable(outlets)) {
      throw new ParameterException(
          command,
          "Expected --outlets to be a CSV file that can be read, but found none at "
              + outlets.toAbsolutePath()
              + ". Check its name.");
    }
    try {
      crm("sample");
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  /** The customer of that id to be made. */
  OldCrm crm(String id) {
    return new OldCrm(id, "Customer " + id, contacts, emails, engagements, seed, outlets);
  }
}
