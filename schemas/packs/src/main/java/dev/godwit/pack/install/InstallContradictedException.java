package dev.godwit.pack.install;

import dev.godwit.pack.Position;

/** The statements ran, and the pack's query says that they changed nothing. */
public final class InstallContradictedException extends Exception {
  private static final long serialVersionUID = 1L;

  InstallContradictedException(Position at, boolean removal) {
    super(
        "%s: expected the query 'installed' to give %s after the statements of '%s', found %s; mend the query or the statements. Nothing was changed."
            .formatted(at, !removal, removal ? "uninstall" : "install", removal));
  }
}
