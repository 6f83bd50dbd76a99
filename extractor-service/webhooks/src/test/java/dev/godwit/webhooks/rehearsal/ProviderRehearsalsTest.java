package dev.godwit.webhooks.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.FailedRoute;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.RehearsedMessage;
import dev.godwit.row.v1.SyntheticEvent;
import dev.godwit.webhooks.providers.AmazonSes;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.Mailgun;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.providers.MessageIdForm;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.providers.SendGrid;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.signatures.UsedTokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderRehearsalsTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00.123456Z");

  private final List<MailProvider> providers =
      List.of(
          new SendGrid(),
          new Mailgun(new UsedTokens(10)),
          new AmazonSes(
              uri -> {
                throw new IOException("nothing is fetched");
              }),
          new Postmark(),
          new Mandrill());
  private final Map<String, ProviderSettings> settings = new HashMap<>();
  private final List<LiveEngagement> appended = new ArrayList<>();

  ProviderRehearsalsTest() {
    providers.forEach(provider -> set(provider.name(), provider.usualMessageId(), List.of()));
  }

  private void set(String provider, String form, List<String> keys) {
    settings.put(
        provider,
        new ProviderSettings(
            keys,
            Map.of("own", List.of("key")),
            MessageIdForm.of(form),
            Duration.ofDays(1),
            null,
            1000,
            "http://127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "sendgrid, <m1@example.com>, <{header}>|{id}",
    "sendgrid, a.b.c, <{header}>|{id}",
    "sendgrid, x-a.b/y, x-{id}/y",
    "mailgun, <m1@example.com>, <{header}>",
    "mailgun, m1@example.com, {id}",
    "ses, 0102-abc, {id}",
    "ses, <m1@example.com>, <{header}>",
    "postmark, 883953f4-6105, {id}",
    "postmark, <883953f4-6105@mtasv.net>, <{id}@mtasv.net>",
    "mandrill, aaaa7, {id}"
  })
  void shouldSendEventsThatTheProvidersParserReads(String provider, String messageId, String form)
      throws Refusal {
    set(provider, form, List.of("key"));
    ProviderRehearsal answer = send("acme", message(messageId), message(messageId));
    assertThat(answer.getFailed()).isEmpty();
    assertThat(appended).hasSize(2);
    assertThat(appended)
        .allSatisfy(
            event -> {
              assertThat(event.getCustomer()).isEqualTo("acme");
              assertThat(event.getWay()).isEqualTo(LiveWay.WEBHOOK);
              assertThat(event.getProvider()).isEqualTo(provider);
              assertThat(event.getRehearsal()).isEqualTo(3);
              assertThat(event.getMessageId()).isEqualTo(messageId);
              assertThat(event.getRecipient()).isEqualTo("c@example.com");
              assertThat(event.getOccurredAt()).isNotNull();
              assertThat(event.getAgent()).isEqualTo("godwit rehearsal");
            });
    assertThat(appended).extracting(LiveEngagement::getKind).containsExactly("open", "click");
    assertThat(appended.getLast().getUrl()).isEqualTo("https://example.com/godwit-rehearsal");
    assertThat(answer.getSent())
        .extracting(SyntheticEvent::getRoute)
        .containsOnly("webhook:" + provider);
    assertThat(answer.getSent())
        .extracting(SyntheticEvent::getIdentity)
        .containsExactlyElementsOf(appended.stream().map(LiveEngagement::getEventId).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldSendTheSameEventsWhenTheRequestIsRepeated() throws Refusal {
    providers.forEach(provider -> set(provider.name(), provider.usualMessageId(), List.of("key")));
    ProviderRehearsal first = send("acme", message("<m1@example.com>"));
    ProviderRehearsal again = send("acme", message("<m1@example.com>"));
    assertThat(again).isEqualTo(first);
    assertThat(new HashSet<>(appended)).hasSize(appended.size() / 2);
  }

  @Test
  void shouldSendNothingWhenNoProviderIsSetUpForTheCustomer() throws Refusal {
    ProviderRehearsal answer = send("acme", message("<m1@example.com>"));
    assertThat(answer.getSent()).isEmpty();
    assertThat(answer.getFailed()).isEmpty();
    assertThat(appended).isEmpty();
    assertThat(send("own", message("<m1@example.com>")).getSent()).hasSize(5);
  }

  @Test
  void shouldNameTheProviderWhenItsMessageIdsHaveAnotherForm() throws Refusal {
    set("mailgun", "<{header}>", List.of("key"));
    set("mandrill", "{id}", List.of("key"));
    ProviderRehearsal answer = send("acme", message("without brackets"));
    assertThat(answer.getFailed())
        .extracting(FailedRoute::getRoute)
        .containsExactly("webhook:mailgun");
    assertThat(answer.getFailed().getFirst().getProblem())
        .contains("GODWIT_WEBHOOK_MAILGUN_MESSAGE_ID")
        .doesNotContain("without brackets");
    assertThat(appended).extracting(LiveEngagement::getProvider).containsExactly("mandrill");
  }

  @Test
  void shouldTakeTheFirstMessagesOfItsFormWhenOthersAreOfAnotherProvider() throws Refusal {
    set("mailgun", "<{header}>", List.of("key"));
    ProviderRehearsal answer =
        send(
            "acme",
            message("of another"),
            message("<1@x>"),
            message("<2@x>"),
            message("<3@x>"),
            message("<4@x>"));
    assertThat(answer.getFailed()).isEmpty();
    assertThat(appended)
        .extracting(LiveEngagement::getMessageId)
        .containsExactly("<1@x>", "<2@x>", "<3@x>");
  }

  @Test
  void shouldNameTheProvidersWhenTheSourceHasNoMessageIds() throws Refusal {
    set("ses", "{id}", List.of("key"));
    assertThat(send("acme").getFailed().getFirst().getProblem())
        .startsWith("Expected emails with message ids in the source");
  }

  private ProviderRehearsal send(String customer, RehearsedMessage... messages) throws Refusal {
    return new ProviderRehearsals(
            providers, settings, (events, unreadable) -> appended.addAll(events))
        .send(new LiveRehearsal(customer, 3, AT, List.of(), List.of(messages)));
  }

  private static RehearsedMessage message(String id) {
    return new RehearsedMessage(id, "c@example.com");
  }
}
