package dev.godwit.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The events of the traffic by their index: the same seed and emails give the same events. Every
 * third event is a row of the source table, every third a record of the topic, every third a
 * webhook request. Immutable.
 */
final class Script {
  static final String MESSAGE_DOMAIN = "@mail.agency.example";

  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant IN_1970 = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant IN_2099 = Instant.parse("2099-12-31T23:59:59Z");
  private static final List<Route> ROUTES = List.of(Route.values());
  private static final Provider[] PROVIDERS = Provider.values();
  private static final int PERMILLE = 1_000;
  private static final int REPEATED_WITHIN = 400;

  private final long seed;
  private final EmailPool emails;

  Script(long seed, EmailPool emails) {
    this.seed = seed;
    this.emails = emails;
  }

  /** Index of the n-th event of a route. */
  static long index(Route route, long step) {
    return step * ROUTES.size() + ROUTES.indexOf(route);
  }

  static Route routeOf(long index) {
    return ROUTES.get((int) (index % ROUTES.size()));
  }

  PlannedEvent event(long index) {
    Route route = routeOf(index);
    SplittableRandom random = random(index, 1);
    Anomaly anomaly = anomaly(route, random.nextInt(PERMILLE));
    boolean twin = anomaly == Anomaly.SAME_SECOND && index >= ROUTES.size();
    SplittableRandom body = random(twin ? index - ROUTES.size() : index, 2);
    EmailPool.Email email = email(anomaly, body);
    boolean click = body.nextInt(4) == 0;
    boolean named = body.nextBoolean();
    Instant at = at(anomaly, twin ? index - ROUTES.size() : index);
    String messageId =
        anomaly == Anomaly.UNKNOWN_MESSAGE
            ? "<nobody-" + index + MESSAGE_DOMAIN + ">"
            : email.messageId();
    Provider provider =
        route == Route.WEBHOOK ? PROVIDERS[random.nextInt(PROVIDERS.length)] : Provider.SENDGRID;
    String kind = click ? "click" : "open";
    String url =
        click ? "https://www.agency.example/r/" + (index & 0xFFF) + "?q=%C3%A9t%C3%A9" : null;
    String agent = PlannedEvent.agent(index);
    String bare = messageId.substring(1, messageId.length() - MESSAGE_DOMAIN.length() - 1);
    String token = Long.toString(random.nextLong() >>> 1, 36) + "-" + index;
    boolean withId =
        anomaly != Anomaly.NO_IDENTITY
            && anomaly != Anomaly.UNREADABLE
            && (route != Route.TABLE || named);
    return new PlannedEvent(
        index,
        route,
        provider,
        anomaly,
        withId ? provider.eventId(token, kind, bare, url, agent, at) : null,
        anomaly == Anomaly.UNKNOWN_MESSAGE ? null : Long.valueOf(email.id()),
        anomaly == Anomaly.UNKNOWN_MESSAGE || (named && anomaly != Anomaly.QUARANTINED_EMAIL),
        email.contact(),
        messageId,
        kind,
        url,
        agent,
        at);
  }

  /**
   * Index of an earlier event that is repeated at the place of this one, by this one's route;
   * negative where there is none.
   */
  long repeated(long index) {
    SplittableRandom random = random(index, 3);
    int chance = random.nextInt(PERMILLE);
    long back = 1L + random.nextInt(REPEATED_WITHIN);
    long earlier = chance < 60 ? index - back * ROUTES.size() : chance < 110 ? index - back : -1;
    if (earlier < 0) {
      return -1;
    }
    PlannedEvent event = event(earlier);
    boolean rowAgain = routeOf(index) == Route.TABLE && event.anomaly() == Anomaly.UNKNOWN_MESSAGE;
    return event.eventId() != null && event.anomaly().isSentAnyTime() && !rowAgain ? earlier : -1;
  }

  private EmailPool.Email email(Anomaly anomaly, SplittableRandom random) {
    var from =
        anomaly == Anomaly.QUARANTINED_EMAIL && !emails.quarantined().isEmpty()
            ? emails.quarantined()
            : emails.migratable();
    return from.get(random.nextInt(from.size()));
  }

  private Anomaly anomaly(Route route, int chance) {
    if (chance < 30) {
      return Anomaly.IN_1970;
    }
    if (chance < 60) {
      return Anomaly.IN_2099;
    }
    if (chance < 110) {
      return Anomaly.SAME_SECOND;
    }
    if (route == Route.TABLE) {
      return Anomaly.PLAIN;
    }
    if (chance < 140) {
      return Anomaly.UNKNOWN_MESSAGE;
    }
    if (route == Route.TOPIC && chance < 150) {
      return emails.quarantined().isEmpty() ? Anomaly.PLAIN : Anomaly.QUARANTINED_EMAIL;
    }
    if (route == Route.TOPIC && chance < 155) {
      return Anomaly.NO_IDENTITY;
    }
    return route == Route.TOPIC && chance < 160 ? Anomaly.UNREADABLE : Anomaly.PLAIN;
  }

  private static Instant at(Anomaly anomaly, long index) {
    return switch (anomaly) {
      case IN_1970 -> IN_1970;
      case IN_2099 -> IN_2099;
      default -> BEGIN.plus(Duration.ofSeconds(index / 100));
    };
  }

  private SplittableRandom random(long index, int stream) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 31 + stream);
  }
}
