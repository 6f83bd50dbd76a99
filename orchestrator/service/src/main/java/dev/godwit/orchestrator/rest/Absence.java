package dev.godwit.orchestrator.rest;

import dev.godwit.api.Problem;
import dev.godwit.api.ViewAnswer;
import dev.godwit.orchestrator.view.projection.ViewState;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What to say where the read model has no such thing: that there is none, or, while it is being
 * built, that nobody knows yet.
 */
@ApplicationScoped
class Absence {
  private final ViewState view;

  Absence(ViewState view) {
    this.view = view;
  }

  /** No migration of a customer: 404, or 503 while the read model is being built. */
  ProblemException ofMigration(String customer) {
    return of(
        "a migration of '" + customer + "'",
        "See godwit migrations for those there are, or begin one with godwit rehearse %s."
            .formatted(customer));
  }

  /** No run of a customer's migration: 404, or 503 while the read model is being built. */
  ProblemException ofRun(String customer, int run) {
    return of(
        "run %d of a migration of '%s'".formatted(run, customer),
        "See godwit migrations --json for the runs there are.");
  }

  private ProblemException of(String expected, String action) {
    ViewAnswer now = view.now();
    return view.ready()
        ? new ProblemException(404, new Problem(expected, "none", action))
        : new ProblemException(
            503,
            new Problem(
                expected,
                "a read model that is not complete (%s: %s)".formatted(now.state(), now.detail()),
                "Ask again when it is; godwit view tells."));
  }
}
