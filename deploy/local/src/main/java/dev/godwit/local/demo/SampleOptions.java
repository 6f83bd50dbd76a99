package dev.godwit.local.demo;

import dev.godwit.sampledata.SampleProfile;
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

  private SampleProfile profile = SampleProfile.UNIFORM;
  private double refused;

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** Number of contacts, or a default where it was not given. */
  public long contactsOr(long defaultContacts) {
    return contacts == null ? defaultContacts : contacts;
  }

  /** Whether a number of contacts, emails or engagements was given. */
  public boolean hasSize() {
    return contacts != null || emails != null || engagements != null;
  }

  /** The same with these numbers of rows. */
  public SampleOptions withSize(long ofContacts, long ofEmails, long ofEngagements) {
    SampleOptions changed = copy();
    changed.contacts = ofContacts;
    changed.emails = ofEmails;
    changed.engagements = ofEngagements;
    return changed;
  }

  /**
   * The same with another profile, and with a share of opens and clicks that the target refuses.
   */
  public SampleOptions with(SampleProfile otherProfile, double refusedShare) {
    SampleOptions changed = copy();
    changed.profile = otherProfile;
    changed.refused = refusedShare;
    return changed;
  }

  /** The same, with defaults for the sizes that were not given. */
  public SampleOptions orOf(long defaultContacts, long emailsOfContact, long engagementsOfEmail) {
    long ofContacts = contactsOr(defaultContacts);
    long ofEmails = emails == null ? ofContacts * emailsOfContact : emails;
    return withSize(
        ofContacts, ofEmails, engagements == null ? ofEmails * engagementsOfEmail : engagements);
  }

  private SampleOptions copy() {
    SampleOptions copy = new SampleOptions();
    copy.contacts = contacts;
    copy.emails = emails;
    copy.engagements = engagements;
    copy.seed = seed;
    copy.outlets = outlets;
    copy.profile = profile;
    copy.refused = refused;
    return copy;
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
  public SampleSpec spec(String id) {
    return new SampleSpec(
        id, "Customer " + id, contacts, emails, engagements, seed, outlets, profile, refused);
  }
}
