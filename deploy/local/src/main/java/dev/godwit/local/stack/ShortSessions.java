package dev.godwit.local.stack;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings for a stack whose processes are killed on purpose: sessions of consumers that end after
 * four seconds in place of ten, so that the others take over sooner. Immutable.
 */
public final class ShortSessions {
  private static final String SESSION_MILLIS = "4000";
  private static final String HEARTBEAT_MILLIS = "800";

  private ShortSessions() {}

  /** Environment variables of the services. */
  public static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("GODWIT_LOAD_SESSION_TIMEOUT", SESSION_MILLIS + "ms");
    variables.put("KAFKA_STREAMS_CONSUMER_SESSION_TIMEOUT_MS", SESSION_MILLIS);
    variables.put("KAFKA_STREAMS_CONSUMER_HEARTBEAT_INTERVAL_MS", HEARTBEAT_MILLIS);
    for (String channel : new String[] {"TASKS", "LEDGERS", "REPLAYS"}) {
      String prefix = "MP_MESSAGING_INCOMING_" + channel;
      variables.put(prefix + "_SESSION_TIMEOUT_MS", SESSION_MILLIS);
      variables.put(prefix + "_HEARTBEAT_INTERVAL_MS", HEARTBEAT_MILLIS);
    }
    return variables;
  }
}
