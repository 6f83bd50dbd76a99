package dev.godwit.transformer.merge;

import static dev.godwit.transformer.Records.TIME;
import static dev.godwit.transformer.Records.contact;
import static dev.godwit.transformer.Records.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ContactRules;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.ContactMember;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.transformer.shape.Vocabularies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactMergeTest {
  private final Fields fields = new Fields(TestPack.standard(), Entity.CONTACTS);
  private final ContactMerge merge = merge(ContactRules.DEFAULT);

  @Test
  void shouldTakeNamesAndLanguageOfTheSurvivorUnlessItHasNone() throws Exception {
    Object[] values =
        merged(
            member("1").setGivenName(" ").setFamilyName("Lee").setLanguage(null),
            member("2").setGivenName("Ann").setFamilyName("lee").setLanguage(""),
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

  @Test
  void shouldTakeTheEmptyArrayOfPhpAsAnEmptyObject() throws Exception {
    assertThat(
            value(
                merged(
                    member("910008").setCustomFields("[]"),
                    member("910009").setCustomFields("{\"a\":1}")),
                "customFields"))
        .isEqualTo("{\"a\":1}");
    assertThat(value(merged(member("1").setCustomFields("[ ]")), "customFields")).isEqualTo("{}");
  }

  @Test
  void shouldQuarantineAGroupWhenItIsLargerThanThePackSays() throws Exception {
    QuarantinedException why = refused(placeholders(21));
    assertThat(why.reason()).isEqualTo(QuarantineReason.LARGE_GROUP);
    assertThat(why.field()).isEqualTo("address");
    assertThat(why.limit()).isEqualTo(20);
    assertThat(why.length()).isEqualTo(21);
    assertThat(merged(placeholders(20))).isNotEmpty();
  }

  @Test
  void shouldLetOneWithdrawalOf400WinWhenThePackLetsThemMerge() throws Exception {
    ContactMember.Builder[] members = placeholders(400);
    members[16].setConsent("no");
    Object[] values = new Object[fields.size()];
    into(merge(new ContactRules(false, 400, true, "birthday")), contact(members), values);
    assertThat(value(values, "consent")).isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource({
    "Ann,Ben,Lee,Lee,givenName",
    "Ann,Ann,Lee,Smith,familyName",
    "\u00c9va,Ivan,Lee,Lee,givenName",
  })
  void shouldQuarantineAGroupWhenNamesDisagree(
      String given, String other, String family, String otherFamily, String field) {
    QuarantinedException why =
        refused(
            member("1").setGivenName(given).setFamilyName(family),
            member("2").setGivenName(null).setFamilyName(" "),
            member("3").setGivenName(other).setFamilyName(otherFamily));
    assertThat(why.reason()).isEqualTo(QuarantineReason.DISAGREEING_GROUP);
    assertThat(why.field()).isEqualTo(field);
    assertThat(why.getMessage()).doesNotContain(given);
  }

  @ParameterizedTest
  @CsvSource({"ann,ANN", "Ann,Anna Maria", "\u00c9va,Eva", "A,Ann", "B1,B2", "'',Ben"})
  void shouldMergeWhenNamesAgree(String given, String other) throws Exception {
    Object[] values = merged(member("1").setGivenName(given), member("2").setGivenName(other));
    assertThat(value(values, "legacyId")).isEqualTo("1");
  }

  @Test
  void shouldQuarantineAGroupWhenBirthdaysDisagree() throws Exception {
    ContactMember.Builder ann = member("1").setCustomFields("{\"birthday\":\"1980-02-03\"}");
    ContactMember.Builder other = member("2").setCustomFields("{\"birthday\":\"1979-05-06\"}");
    QuarantinedException why = refused(ann, other);
    assertThat(why.reason()).isEqualTo(QuarantineReason.DISAGREEING_GROUP);
    assertThat(why.field()).isEqualTo("customFields");

    into(
        merge(new ContactRules(false, 20, false, "born")),
        contact(ann, other),
        new Object[fields.size()]);
    assertThat(merged(ann, other.setCustomFields("{\"birthday\":\"1980-02-03T00:00Z\"}")))
        .isNotEmpty();
  }

  @Test
  void shouldMergeWhoeverHasOneAddressWhenThePackSaysSo() throws Exception {
    Object[] values = new Object[fields.size()];
    into(
        merge(new ContactRules(false, 20, true, "birthday")),
        contact(member("1"), member("2").setGivenName("Ben")),
        values);
    assertThat(value(values, "givenName")).isEqualTo("Ann");
  }

  @Test
  void shouldSayWhichRuleAnAddressBreaksAndTakeDotsWhenThePackDoes() throws Exception {
    ContactMember.Builder dots = member("910012").setAddress("two..dots@mail.example");
    assertThat(refused(dots).getMessage()).contains("'addresses.dots: anywhere'");
    Object[] values = new Object[fields.size()];
    into(merge(new ContactRules(true, 20, false, "birthday")), contact(dots), values);
    assertThat(value(values, "address")).isEqualTo("two..dots@mail.example");

    QuarantinedException tooLong = refused(member("1").setAddress("a".repeat(65) + "@b.example"));
    assertThat(tooLong.limit()).isEqualTo(64);
    assertThat(tooLong.length()).isEqualTo(65);
    assertThat(refused(member("1").setAddress("Ann <ann@example.com>")).getMessage())
        .endsWith("but found a name with an address.");
  }

  private static ContactMember.Builder[] placeholders(int count) {
    ContactMember.Builder[] members = new ContactMember.Builder[count];
    for (int i = 0; i < count; i++) {
      members[i] = member("9120" + i).setAddress("none@none.example").setGivenName("P" + i);
    }
    return members;
  }

  private QuarantinedException refused(ContactMember.Builder... members) {
    return catchThrowableOfType(QuarantinedException.class, () -> merged(members));
  }

  private ContactMerge merge(ContactRules rules) {
    return new ContactMerge(
        fields,
        new ConsentReading(Vocabularies.of(TestPack.standard(), Entity.CONTACTS, "consent")),
        rules);
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
    into(merge, contact(members), values);
    return values;
  }

  private Object value(Object[] values, String field) {
    return values[fields.position(field)];
  }

  private static void into(ContactMerge merge, ExtractedContact contact, Object[] values)
      throws QuarantinedException {
    merge.into(contact, values);
    merge.replacements().violations().throwIfAny();
  }
}
