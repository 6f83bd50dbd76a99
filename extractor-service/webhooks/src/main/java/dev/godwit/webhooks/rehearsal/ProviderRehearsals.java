package dev.godwit.webhooks.rehearsal;

import dev.godwit.row.v1.FailedRoute;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.RehearsedMessage;
import dev.godwit.row.v1.SyntheticEvent;
import dev.godwit.webhooks.outbound.LiveTopic;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.MessageIdForm.Values;
import dev.godwit.webhooks.providers.ProviderEvents;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sends the synthetic events of a rehearsal for each provider that is set up for the customer. A
 * body in the provider's format goes through the provider's own parser, without a signature, and
 * its events, marked, to the live topic. Of the messages each provider takes the first that have
 * its form: the oldest ones may be another provider's. The same request gives the same events. Not
 * thread-safe.
 */
final class ProviderRehearsals {
  private static final String ROUTE = "webhook:";

  /** Events of a provider at most. */
  private static final int EVENTS = 3;

  private final List<MailProvider> providers;
  private final Map<String, ProviderSettings> settings;
  private final LiveTopic topic;

  /**
   * @param settings settings by name of the provider
   */
  ProviderRehearsals(
      List<MailProvider> providers, Map<String, ProviderSettings> settings, LiveTopic topic) {
    this.providers = providers.stream().sorted(Comparator.comparing(MailProvider::name)).toList();
    this.settings = settings;
    this.topic = topic;
  }

  /** The events of one provider, or why there are none. */
  private record Tried(List<LiveEngagement> events, String problem) {}

  /**
   * Sends the events; returns once Kafka acknowledged all of them.
   *
   * @throws Refusal where Kafka did not: call again with the same request
   */
  ProviderRehearsal send(LiveRehearsal request) throws Refusal {
    List<SyntheticEvent> sent = new ArrayList<>();
    List<FailedRoute> failed = new ArrayList<>();
    List<LiveEngagement> events = new ArrayList<>();
    for (MailProvider provider : providers) {
      ProviderSettings of = settings.get(provider.name());
      if (of.keysOf(request.getCustomer()).isEmpty()) {
        continue;
      }
      String route = ROUTE + provider.name();
      Tried tried = tried(provider, of, request);
      if (tried.problem() != null) {
        failed.add(new FailedRoute(route, tried.problem()));
      }
      for (LiveEngagement event : tried.events()) {
        events.add(event);
        sent.add(new SyntheticEvent(route, LiveEvents.identity(event)));
      }
    }
    if (!events.isEmpty()) {
      topic.append(events, List.of());
    }
    return new ProviderRehearsal(request.getCustomer(), request.getRun(), sent, failed);
  }

  private static Tried tried(
      MailProvider provider, ProviderSettings settings, LiveRehearsal request) {
    if (request.getMessages().isEmpty()) {
      return new Tried(
          List.of(),
          "Expected emails with message ids in the source, by which an event of %s finds its email; found none. Map messageId in the source pack, or close the provider for this customer."
              .formatted(provider.name()));
    }
    List<LiveEngagement> events = new ArrayList<>();
    for (RehearsedMessage message : request.getMessages()) {
      event(provider, settings, request, message, events.size()).ifPresent(events::add);
      if (events.size() == EVENTS) {
        break;
      }
    }
    return new Tried(
        events,
        events.isEmpty()
            ? "Expected message ids in the source that an event of %s can name, found %d of another form. Set GODWIT_WEBHOOK_%s_MESSAGE_ID to the form of the pack's column."
                .formatted(
                    provider.name(),
                    request.getMessages().size(),
                    provider.name().toUpperCase(Locale.ROOT))
            : null);
  }

  /** The event that the provider's parser makes; empty where it does not name the message. */
  private static Optional<LiveEngagement> event(
      MailProvider provider,
      ProviderSettings settings,
      LiveRehearsal request,
      RehearsedMessage message,
      int number) {
    Values values = settings.messageId().valuesOf(message.getMessageId()).orElse(null);
    if (values == null) {
      return Optional.empty();
    }
    byte[] body =
        SyntheticBody.of(
            provider.name(),
            new SyntheticBody.Content(
                RehearsalMark.eventId(
                    request.getCustomer(), request.getRun(), provider.name(), number),
                values,
                message.getRecipient(),
                number % 2 == 1,
                request.getAt()));
    WebhookRequest received =
        new WebhookRequest(request.getCustomer(), "", Map.of(), body, request.getAt());
    try {
      ProviderEvents read = provider.events(received, settings);
      if (read.outcome() != Outcome.ACCEPTED || read.events().size() != 1) {
        return Optional.empty();
      }
      LiveEngagement event = read.events().getFirst();
      event.setRehearsal(request.getRun());
      return Optional.of(event)
          .filter(one -> message.getMessageId().equals(one.getMessageId()))
          .filter(one -> LiveEvents.identity(one) != null);
    } catch (Refusal e) {
      return Optional.empty();
    }
  }
}
