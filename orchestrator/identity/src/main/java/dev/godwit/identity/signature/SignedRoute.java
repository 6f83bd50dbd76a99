package dev.godwit.identity.signature;

import java.util.Arrays;
import java.util.Optional;

/** The way on which a signed command reached its topic. */
public enum SignedRoute {
  /** Its author signed and published it. */
  TOPIC("topic"),
  /** A person was authenticated by the REST interface, which vouches for that. */
  REST("rest"),
  /** The orchestrator's own clock. */
  CLOCK("clock");

  private final String text;

  SignedRoute(String text) {
    this.text = text;
  }

  /** The name in a signature. */
  public String text() {
    return text;
  }

  /** The route of a name; empty where there is none. */
  static Optional<SignedRoute> of(String text) {
    return Arrays.stream(values()).filter(route -> route.text.equals(text)).findFirst();
  }
}
