package dev.godwit.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A set of rights that an identity has. Every role may also read. */
public enum Role {
  /** Reads everything, and commands nothing. */
  VIEWER,
  /** Rehearses, starts what is approved, cuts, pauses, resumes, replays, cancels, rolls back. */
  OPERATOR,
  /** Approves live runs. */
  APPROVER,
  /** Decides merges and fixes, waives findings, and takes such decisions back. */
  STEWARD,
  /** May do everything, also rebuild the read model. */
  ADMINISTRATOR;

  /** The name that people write in settings and tokens: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a name in any case; empty where there is none. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.name().equalsIgnoreCase(text)).findFirst();
  }
}
