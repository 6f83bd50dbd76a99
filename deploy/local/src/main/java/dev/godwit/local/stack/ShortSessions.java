package dev.godwit.local.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings for a stack whose processes are killed on purpose: sessions of consumers that end after
 * four seconds in place of ten, so that the others take over sooner. Immutable.
 */
public final class ShortSessions {
  private static final String SESSION_MILLIS = "4000";
  private static final String HEARTBEAT_MILLIS = "800";

  private static final String CHANNEL = "MP_MESSAGING_INCOMING_";
  private static final List<String> OF_THE_VALIDATOR = List.of("LEDGERS", "REPLAYS", "ARRIVALS");

  private ShortSessions() {}

  /** Environment variables of the services. */
  public static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("GODWIT_LOAD_SESSION_TIMEOUT", SESSION_MILLIS + "ms");
    variables.put("KAFKA_STREAMS_CONSUMER_SESSION_TIMEOUT_MS", SESSION_MILLIS);
    variables.put("KAFKA_STREAMS_CONSUMER_HEARTBEAT_INTERVAL_MS", HEARTBEAT_MILLIS);
    List<String> channels = new ArrayList<>(OF_THE_VALIDATOR);
    channels.add("TASKS");
    for (String channel : channels) {
      String prefix = CHANNEL + channel;
      variables.put(prefix + "_SESSION_TIMEOUT_MS", SESSION_MILLIS);
      variables.put(prefix + "_HEARTBEAT_INTERVAL_MS", HEARTBEAT_MILLIS);
    }
    return variables;
  }

  /** Whether a part has what a variable sets: no service starts with a channel that it lacks. */
  static boolean isOf(Part part, String variable) {
    return part == Part.VALIDATOR
        || OF_THE_VALIDATOR.stream()
            .noneMatch(channel -> variable.startsWith(CHANNEL + channel + "_"));
  }
}
