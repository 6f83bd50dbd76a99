package dev.godwit.transformer;

import dev.godwit.row.v1.ContactMember;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.row.v1.ExtractedEngagement;
import java.time.Instant;
import java.util.List;

/** Extracted records to begin tests with: nothing is wrong with them. */
public final class Records {
  public static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");

  private Records() {}

  public static ContactMember.Builder member(String legacyId) {
    return ContactMember.newBuilder()
        .setLegacyId(legacyId)
        .setTeam("News")
        .setAddress("Ann@CNN.com")
        .setGivenName("Ann")
        .setFamilyName("Lee")
        .setLanguage("en_US")
        .setConsent("yes")
        .setTags(List.of("press", " Radio "))
        .setOutlet("https://www.CNN.com/")
        .setCustomFields("{ \"b\": 1.0, \"a\": [] }")
        .setCreatedAt(TIME)
        .setUpdatedAt(TIME);
  }

  public static ExtractedContact contact(ContactMember.Builder... members) {
    List<ContactMember> built =
        java.util.Arrays.stream(members).map(ContactMember.Builder::build).toList();
    return new ExtractedContact(
        TestPack.RUN.runId(), built.isEmpty() ? "0" : built.getFirst().getLegacyId(), built);
  }

  public static ExtractedEmail.Builder email(String legacyId) {
    return ExtractedEmail.newBuilder()
        .setRunId(TestPack.RUN.runId())
        .setLegacyId(legacyId)
        .setContactId("7")
        .setSubject("Hello")
        .setSentAt(TIME);
  }

  public static ExtractedEngagement.Builder engagement(String legacyId) {
    return ExtractedEngagement.newBuilder()
        .setRunId(TestPack.RUN.runId())
        .setLegacyId(legacyId)
        .setContactId("7")
        .setEmailId("70")
        .setKind("Opened")
        .setUrl("https://example.org/x")
        .setOccurredAt(TIME);
  }
}
