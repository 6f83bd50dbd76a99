package dev.godwit.local.demo;

import dev.godwit.sampledata.SampleSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the size and content of the sample customer. */
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
      description = "CSV file with the outlets of the contacts, read only.")
  Path outlets;

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** Number of contacts, or a default where it was not given. */
  public long contactsOr(long defaultContacts) {
    return contacts == null ? defaultContacts : contacts;
  }

  /** The same, with defaults for the sizes that were not given. */
  public SampleOptions orOf(long defaultContacts, long emailsOfContact, long engagementsOfEmail) {
    SampleOptions filled = new SampleOptions();
    filled.contacts = contacts == null ? Long.valueOf(defaultContacts) : contacts;
    filled.emails = emails == null ? Long.valueOf(filled.contacts * emailsOfContact) : emails;
    filled.engagements =
        engagements == null ? Long.valueOf(filled.emails * engagementsOfEmail) : engagements;
    filled.seed = seed;
    filled.outlets = outlets;
    return filled;
  }

  /**
   * Checks them before anything is started.
   *
   * @throws ParameterException where no such customer can be made; the message says why
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
      spec("sample");
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  /** The specification of a customer of that id. */
  SampleSpec spec(String id) {
    return new SampleSpec(id, "Customer " + id, contacts, emails, engagements, seed, outlets);
  }
}
