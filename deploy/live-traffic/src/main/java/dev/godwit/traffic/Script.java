package dev.godwit.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is sent, by index: the same seed and emails give the same events. Every third event is a row
 * of the old table, every third a record of the topic, every third a webhook. Thread-safe.
 */
final class Script {
  static final String MESSAGE_DOMAIN = "@mail.agency.example";

  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant IN_1970 = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant IN_2099 = Instant.parse("2099-12-31T23:59:59Z");
  private static final List<Way> WAYS = List.of(Way.values());
  private static final Provider[] PROVIDERS = Provider.values();
  private static final int PERMILLE = 1_000;
  private static final int ECHO_WITHIN = 400;

  private final long seed;
  private final EmailPool emails;

  Script(long seed, EmailPool emails) {
    this.seed = seed;
    this.emails = emails;
  }

  /** Index of the n-th event of a way. */
  static long index(Way way, long step) {
    return step * WAYS.size() + WAYS.indexOf(way);
  }

  static Way wayOf(long index) {
    return WAYS.get((int) (index % WAYS.size()));
  }

  PlannedEvent event(long index) {
    Way way = wayOf(index);
    SplittableRandom random = random(index, 1);
    Trick trick = trick(way, random.nextInt(PERMILLE));
    boolean twin = trick == Trick.SAME_SECOND && index >= WAYS.size();
    SplittableRandom body = random(twin ? index - WAYS.size() : index, 2);
    EmailPool.Email email = email(trick, body);
    boolean click = body.nextInt(4) == 0;
    boolean named = body.nextBoolean();
    Instant at = at(trick, twin ? index - WAYS.size() : index);
    String messageId =
        trick == Trick.UNKNOWN_MESSAGE
            ? "<nobody-" + index + MESSAGE_DOMAIN + ">"
            : email.messageId();
    Provider provider =
        way == Way.WEBHOOK ? PROVIDERS[random.nextInt(PROVIDERS.length)] : Provider.SENDGRID;
    String kind = click ? "click" : "open";
    String url =
        click ? "https://www.agency.example/r/" + (index & 0xFFF) + "?q=%C3%A9t%C3%A9" : null;
    String agent = PlannedEvent.agent(index);
    String bare = messageId.substring(1, messageId.length() - MESSAGE_DOMAIN.length() - 1);
    String token = Long.toString(random.nextLong() >>> 1, 36) + "-" + index;
    boolean withId =
        trick != Trick.NO_IDENTITY && trick != Trick.UNREADABLE && (way != Way.TABLE || named);
    return new PlannedEvent(
        index,
        way,
        provider,
        trick,
        withId ? ProviderIds.of(provider, token, kind, bare, url, agent, at) : null,
        trick == Trick.UNKNOWN_MESSAGE ? null : Long.valueOf(email.id()),
        trick == Trick.UNKNOWN_MESSAGE || (named && trick != Trick.STAYED_BEHIND),
        email.contact(),
        messageId,
        kind,
        url,
        agent,
        at);
  }

  /**
   * Index of an earlier event that is told again with this one, by this one's way; negative where
   * there is none.
   */
  long echo(long index) {
    SplittableRandom random = random(index, 3);
    int chance = random.nextInt(PERMILLE);
    long back = 1L + random.nextInt(ECHO_WITHIN);
    long earlier = chance < 60 ? index - back * WAYS.size() : chance < 110 ? index - back : -1;
    if (earlier < 0) {
      return -1;
    }
    PlannedEvent event = event(earlier);
    boolean rowAgain = wayOf(index) == Way.TABLE && event.trick() == Trick.UNKNOWN_MESSAGE;
    return event.eventId() != null && event.trick().isSentAnyTime() && !rowAgain ? earlier : -1;
  }

  private EmailPool.Email email(Trick trick, SplittableRandom random) {
    var from =
        trick == Trick.STAYED_BEHIND && !emails.behind().isEmpty()
            ? emails.behind()
            : emails.whole();
    return from.get(random.nextInt(from.size()));
  }

  private Trick trick(Way way, int chance) {
    if (chance < 30) {
      return Trick.IN_1970;
    }
    if (chance < 60) {
      return Trick.IN_2099;
    }
    if (chance < 110) {
      return Trick.SAME_SECOND;
    }
    if (way == Way.TABLE) {
      return Trick.PLAIN;
    }
    if (chance < 140) {
      return Trick.UNKNOWN_MESSAGE;
    }
    if (way == Way.TOPIC && chance < 150) {
      return emails.behind().isEmpty() ? Trick.PLAIN : Trick.STAYED_BEHIND;
    }
    if (way == Way.TOPIC && chance < 155) {
      return Trick.NO_IDENTITY;
    }
    return way == Way.TOPIC && chance < 160 ? Trick.UNREADABLE : Trick.PLAIN;
  }

  private static Instant at(Trick trick, long index) {
    return switch (trick) {
      case IN_1970 -> IN_1970;
      case IN_2099 -> IN_2099;
      default -> BEGIN.plus(Duration.ofSeconds(index / 100));
    };
  }

  private SplittableRandom random(long index, int stream) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 31 + stream);
  }
}
