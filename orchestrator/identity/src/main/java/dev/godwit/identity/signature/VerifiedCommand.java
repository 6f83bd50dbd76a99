package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;

/**
 * The proof that a good signature gives about a record. Immutable.
 *
 * @param identity who sends the command, and what they may do
 * @param route how it reached the topic
 * @param commandId id of the command
 * @param keyId the key that signed
 */
public record VerifiedCommand(
    Identity identity, SignedRoute route, String commandId, String keyId) {}
