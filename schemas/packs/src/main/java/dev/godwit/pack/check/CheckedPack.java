package dev.godwit.pack.check;

import dev.godwit.pack.Finding;
import java.util.List;

/**
 * The result of a pack's check.
 *
 * @param name its name; null where the folder could not be read as packs
 * @param fingerprint of its files; empty where they could not be read
 * @param state what came out
 * @param findings its findings; empty in all states but {@link State#FINDINGS}
 * @param notes what the pack leaves out of the checks, one line each; no findings
 * @param problem why its database could not be asked; null in all states but {@link
 *     State#NOT_REACHED}
 */
public record CheckedPack(
    String name,
    String fingerprint,
    State state,
    List<Finding> findings,
    List<String> notes,
    String problem) {
  private static final int SHOWN = 12;

  /** Result of a check. */
  public enum State {
    /** Its database has all that it names. */
    GOOD,
    /** Its files are good; its database was not asked. */
    READ,
    /** Something is wrong in it. */
    FINDINGS,
    /** Its files are good; its database could not be asked. */
    NOT_REACHED
  }

  public CheckedPack {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** For people, a line for each finding and for each note. */
  public String text() {
    StringBuilder text = new StringBuilder(result());
    notes.forEach(note -> text.append(System.lineSeparator()).append(note));
    return text.toString();
  }

  private String result() {
    String shown =
        name == null
            ? ""
            : name + " (" + fingerprint.substring(0, Math.min(SHOWN, fingerprint.length())) + ")";
    return switch (state) {
      case GOOD -> shown + ": no finding";
      case READ -> shown + ": read, no finding; its database was not asked";
      case NOT_REACHED ->
          shown
              + ": expected to reach its database, found: "
              + problem
              + "; start it, or mend url and user";
      case FINDINGS -> {
        StringBuilder lines = new StringBuilder();
        if (name != null) {
          lines.append(shown).append(':').append(System.lineSeparator());
        }
        findings.forEach(finding -> lines.append(finding).append(System.lineSeparator()));
        yield lines
            .append(findings.size())
            .append(findings.size() == 1 ? " finding" : " findings")
            .toString();
      }
    };
  }
}
