package dev.godwit.local.doctor;

import java.util.List;

/**
 * Examines one thing. <i>Contract:</i> it changes nothing that anybody relies on, answers within
 * seconds, and has at least one diagnosis; what it cannot examine it reports as {@link
 * Severity#UNCHECKED}, or by an exception, which the {@link Doctor} reports so.
 */
interface Check {
  /** Its name in the output; never changes. */
  String name();

  /** The diagnoses, at least one. */
  List<Diagnosis> examine(Installation installation) throws Exception;
}
