package dev.godwit.transformer.merge;

import static dev.godwit.transformer.Records.TIME;
import static dev.godwit.transformer.Records.contact;
import static dev.godwit.transformer.Records.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.common.v1.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.ContactMember;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.transformer.shape.Vocabularies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactMergeTest {
  private final Fields fields = new Fields(TestPack.standard(), Entity.CONTACTS);
  private final ContactMerge merge =
      new ContactMerge(
          fields,
          new ConsentReading(Vocabularies.of(TestPack.standard(), Entity.CONTACTS, "consent")));

  @Test
  void shouldTakeNamesAndLanguageOfTheSurvivorUnlessItHasNone() throws Exception {
    Object[] values =
        merged(
            member("1").setGivenName(" ").setFamilyName("Lee").setLanguage(null),
            member("2").setGivenName("Ann").setFamilyName("Li").setLanguage(""),
            member("3").setGivenName("Anna").setLanguage("German"));
    assertThat(value(values, "legacyId")).isEqualTo("1");
    assertThat(value(values, "givenName")).isEqualTo("Ann");
    assertThat(value(values, "familyName")).isEqualTo("Lee");
    assertThat(value(values, "language")).isEqualTo("German");
  }

  @Test
  void shouldLetAWithdrawnConsentWin() throws Exception {
    assertThat(consent("yes", "opt-out", "yes")).isEqualTo("opt-out");
    assertThat(consent("perhaps", "yes", "unsubscribed")).isEqualTo("unsubscribed");
    assertThat(consent("yes", "Stop It")).isEqualTo("Stop It");
  }

  @Test
  void shouldNotOutvoteAConsentThatCannotBeRead() throws Exception {
    assertThat(consent("yes", "perhaps", "yes")).isEqualTo("perhaps");
  }

  @Test
  void shouldOtherwiseTakeTheFirstConsent() throws Exception {
    assertThat(consent(null, "", "unknown", "yes")).isEqualTo("unknown");
    assertThat(consent(null, " ")).isNull();
  }

  @Test
  void shouldUniteTeamsOutletsAndTags() throws Exception {
    Object[] values =
        merged(
            member("1").setTeam("News").setOutlet("CNN.com").setTags(List.of("a", "B")),
            member("2").setTeam("Sport").setOutlet("http://www.cnn.com").setTags(List.of("b", "c")),
            member("3").setTeam("News").setOutlet("BBC").setTags(List.of()));
    assertThat(value(values, "teams")).isEqualTo(List.of("News", "Sport"));
    assertThat(value(values, "team")).isEqualTo("News");
    assertThat(value(values, "outlets")).isEqualTo(List.of("cnn.com", "BBC"));
    assertThat(value(values, "outlet")).isEqualTo("cnn.com");
    assertThat(value(values, "tags")).isEqualTo(List.of("a", "B", "c"));
  }

  @Test
  void shouldTakeTheEarliestCreationAndTheLatestChange() throws Exception {
    Object[] values =
        merged(
            member("1").setCreatedAt(TIME).setUpdatedAt(null),
            member("2").setCreatedAt(TIME.minus(Duration.ofDays(1))).setUpdatedAt(TIME),
            member("3").setCreatedAt(null).setUpdatedAt(TIME.plus(Duration.ofDays(1))));
    long time = 1_714_979_289_123_456L;
    assertThat(value(values, "createdAt")).isEqualTo(time - 86_400_000_000L);
    assertThat(value(values, "updatedAt")).isEqualTo(time + 86_400_000_000L);
  }

  @Test
  void shouldUniteCustomFieldsAndTakeAKeysFirstValue() throws Exception {
    Object[] values =
        merged(
            member("1").setCustomFields("{\"b\":1}"),
            member("2").setCustomFields(null),
            member("3").setCustomFields("{\"b\":2,\"a\":null}"));
    assertThat(value(values, "customFields")).isEqualTo("{\"a\":null,\"b\":1}");
  }

  @Test
  void shouldQuarantineWhenCustomFieldsToUniteAreNoObjects() {
    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class,
            () -> merged(member("1"), member("2").setCustomFields("[1]")));
    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_CUSTOM_FIELDS);
  }

  @Test
  void shouldTakeAnyJsonWhenAContactIsAlone() throws Exception {
    assertThat(value(merged(member("1").setCustomFields(" [ 1 ] ")), "customFields"))
        .isEqualTo("[1]");
  }

  private Object consent(String... consents) throws QuarantinedException {
    ContactMember.Builder[] members = new ContactMember.Builder[consents.length];
    for (int i = 0; i < consents.length; i++) {
      members[i] = member(Integer.toString(i)).setConsent(consents[i]);
    }
    return value(merged(members), "consent");
  }

  private Object[] merged(ContactMember.Builder... members) throws QuarantinedException {
    Object[] values = new Object[fields.size()];
    merge.into(contact(members), values);
    return values;
  }

  private Object value(Object[] values, String field) {
    return values[fields.position(field)];
  }
}
