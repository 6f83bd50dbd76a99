package dev.godwit.transformer.entity;

import static dev.godwit.transformer.Records.contact;
import static dev.godwit.transformer.Records.email;
import static dev.godwit.transformer.Records.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violation;
import dev.godwit.worker.merge.RunMerges;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllViolationsTest {
  private final RunTransform run =
      new RunTransform(TestPack.RUN, TestPack.standard(), PlausibleTimes.standard());

  @Test
  void shouldReportEveryColumnThatCannotTakeItsValue() {
    QuarantinedException why =
        Transforms.why(
            run,
            Entity.CONTACTS,
            contact(
                member("1")
                    .setGivenName("x".repeat(10) + '\0' + "x".repeat(10))
                    .setFamilyName("y".repeat(30))
                    .setLanguage("Klingon")
                    .setConsent("perhaps")));

    assertThat(why.reason()).isEqualTo(QuarantineReason.LIMIT_EXCEEDED);
    assertThat(why.field()).isEqualTo("contact.given_name");
    assertThat(why.length()).isEqualTo(21);
    assertThat(why.others())
        .extracting(Violation::reason, Violation::field, Violation::limit, Violation::length)
        .containsExactly(
            tuple(QuarantineReason.BAD_CHARACTER, "contact.given_name", null, null),
            tuple(QuarantineReason.LIMIT_EXCEEDED, "contact.family_name", 20L, 30L),
            tuple(QuarantineReason.UNKNOWN_LANGUAGE, "language", null, 7L),
            tuple(QuarantineReason.UNKNOWN_CONSENT, "consent", null, 7L));
  }

  @Test
  void shouldReportChildRowsWithTheLongestItem() {
    QuarantinedException why =
        Transforms.why(
            run,
            Entity.CONTACTS,
            contact(
                member("1")
                    .setTags(List.of("a".repeat(12), "b".repeat(15), "c", "d", "e", "fgh"))));

    // In the main table the list has too many items, and is too long as one text.
    assertThat(why.field()).isEqualTo("contact_tag");
    assertThat(why.others())
        .extracting(Violation::reason, Violation::field, Violation::length, Violation::values)
        .containsExactly(
            tuple(QuarantineReason.LIMIT_EXCEEDED, "contact.tag_line", 6L, 1L),
            tuple(QuarantineReason.LIMIT_EXCEEDED, "contact.tag_line", 43L, 1L),
            tuple(QuarantineReason.LIMIT_EXCEEDED, "contact_tag.tag", 15L, 2L));
  }

  @Test
  void shouldReportWhatCouldNotBeReadAndThenWhatColumnsRefuse() {
    QuarantinedException why =
        Transforms.why(
            run,
            Entity.CONTACTS,
            contact(
                member("1").setAddress("nobody at home").setGivenName("x".repeat(21)),
                member("2").setGivenName("Ben").setCustomFields("{"),
                member("3").setGivenName(null).setCustomFields("["),
                member("4").setFamilyName("Smith").setGivenName(null)));

    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_ADDRESS);
    assertThat(why.others())
        .extracting(Violation::reason, Violation::field, Violation::values)
        .containsExactly(
            tuple(QuarantineReason.DISAGREEING_GROUP, "givenName", 1L),
            tuple(QuarantineReason.DISAGREEING_GROUP, "familyName", 1L),
            tuple(QuarantineReason.BAD_CUSTOM_FIELDS, "customFields", 2L),
            tuple(QuarantineReason.LIMIT_EXCEEDED, "contact.given_name", 1L));
  }

  @Test
  void shouldNotReportAValueAsMissingThatCouldNotBeRead() {
    QuarantinedException why =
        Transforms.why(run, Entity.CONTACTS, contact(member("1").setAddress("nobody at home")));

    assertThat(why.reason()).isEqualTo(QuarantineReason.BAD_ADDRESS);
    assertThat(why.others()).isEmpty();
  }

  @Test
  void shouldBeginEachRecordAnew() throws Exception {
    assertThat(
            Transforms.why(
                    run,
                    Entity.EMAILS,
                    email("1").setSubject("x".repeat(51)).setContactId(null).build())
                .others())
        .hasSize(1);
    assertThat(
            Transforms.why(run, Entity.EMAILS, email("2").setSubject("x".repeat(51)).build())
                .others())
        .isEmpty();
    assertThat(Transforms.transform(run, Entity.EMAILS, email("3").build()).getRows()).hasSize(1);
  }

  @Test
  void shouldReportAllThatALiveEventViolates() {
    LiveEngagement event =
        LiveEngagement.newBuilder()
            .setCustomer("acme")
            .setWay(LiveWay.TOPIC)
            .setEventId("e-1")
            .setKind("melted")
            .setUrl("https://example.org/" + "x".repeat(2000))
            .setOccurredAt(Instant.EPOCH)
            .build();

    QuarantinedException why =
        catchThrowableOfType(
            QuarantinedException.class, () -> run.transform(event, RunMerges.NONE));

    assertThat(why.reason()).isEqualTo(QuarantineReason.IMPLAUSIBLE_TIME);
    assertThat(why.others())
        .extracting(Violation::reason, Violation::field)
        .containsExactly(
            tuple(QuarantineReason.REQUIRED_MISSING, "emailId"),
            tuple(QuarantineReason.UNKNOWN_KIND, "kind"),
            tuple(QuarantineReason.LIMIT_EXCEEDED, "engagement.url"));
  }
}
