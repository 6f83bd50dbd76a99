package dev.godwit.wire.security;

/**
 * A secret, whose text is never printed by accident. Immutable.
 *
 * @param text the secret itself
 */
record SecretText(String text) {
  @Override
  public String toString() {
    return "***";
  }
}
