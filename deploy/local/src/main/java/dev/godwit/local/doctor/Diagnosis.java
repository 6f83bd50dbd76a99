package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import java.util.Optional;

/**
 * One answer of a check. Immutable.
 *
 * @param check name of the check
 * @param severity how bad it is
 * @param subject what was examined, such as a topic or a database
 * @param found what was found, in one sentence
 * @param why why that matters; empty where it is fine
 * @param mend the command or step that mends it; empty where it is fine
 * @param runbook path of the page that helps; empty where there is none
 */
public record Diagnosis(
    String check,
    Severity severity,
    String subject,
    String found,
    String why,
    String mend,
    String runbook) {

  static Diagnosis fine(Check check, String subject, String found) {
    return new Diagnosis(check.name(), Severity.FINE, subject, found, "", "", "");
  }

  /** Something wrong; {@link #why} and {@link #mend} say the rest. */
  static Builder bad(Check check, Severity severity, String subject, String found) {
    return new Builder(check.name(), severity, subject, found);
  }

  static Diagnosis unchecked(Check check, String subject, String found) {
    return new Diagnosis(
        check.name(),
        Severity.UNCHECKED,
        subject,
        found,
        "Nothing is known about it; do not take it for fine.",
        "Mend what is reported as an error, then run godwit doctor again.",
        "");
  }

  /** The rest of a diagnosis of something wrong. */
  record Builder(String check, Severity severity, String subject, String found) {
    Diagnosis because(String why, String mend, Runbook runbook) {
      return new Diagnosis(
          check,
          severity,
          subject,
          found,
          why,
          mend,
          Optional.ofNullable(runbook).map(Runbook::path).orElse(""));
    }
  }
}
