package dev.godwit.api;

/**
 * Kafka has acknowledged a command.
 *
 * @param commandId its id, to ask for the answer with
 * @param topic topic it was published to
 * @param offset its offset there
 */
public record CommandReceived(String commandId, String topic, long offset) {}
