package dev.godwit.orchestrator.rest;

import dev.godwit.api.Problem;
import dev.godwit.api.ViewAnswer;
import dev.godwit.orchestrator.view.merges.MergeGroups;
import dev.godwit.orchestrator.view.merges.MergeReader;
import dev.godwit.orchestrator.view.projection.ViewState;
import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Failures of requests as answers with a status; each says what was expected, what was found and
 * what to do.
 */
@ApplicationScoped
class Problems {
  private final ViewState view;

  Problems(ViewState view) {
    this.view = view;
  }

  /** No migration of a customer: 404, or 503 while the read model is incomplete. */
  ProblemException noMigration(String customer) {
    return missing(
        "a migration of '" + customer + "'",
        "See godwit migrations for those there are, or begin one with godwit rehearse %s."
            .formatted(customer));
  }

  /** No run of a customer's migration: 404, or 503 while the read model is incomplete. */
  ProblemException noRun(String customer, int run) {
    return missing(
        "run %d of a migration of '%s'".formatted(run, customer),
        "See godwit migrations --json for the runs there are.");
  }

  /** No rehearsal of a number: 404, or 503 while the read model is incomplete. */
  ProblemException noRehearsal(String customer, int run) {
    return missing(
        "a rehearsal of '%s' with number %d".formatted(customer, run),
        "See godwit rehearsal %s for the newest one, or godwit migrations --json for the runs there are."
            .formatted(customer));
  }

  /** No merge group of an id: 404, or 503 while the read model is incomplete. */
  ProblemException noGroup(String customer, String group) {
    return missing(
        "a merge group '%s' of the last run of '%s' that was planned".formatted(group, customer),
        "See godwit merges list %s for those there are; a later plan may have other groups."
            .formatted(customer));
  }

  /** A parameter of the request is at fault: 400. */
  ProblemException badRequest(String expected, String found, String action) {
    return new ProblemException(400, new Problem(expected, found, action));
  }

  /**
   * Answers no question from a read model that is being rebuilt: a part would look like the whole.
   */
  @ServerRequestFilter
  Response whileRebuilding(ContainerRequestContext request) {
    if (!view.isPartial() || !asksTheView(request)) {
      return null;
    }
    ViewAnswer now = view.now();
    return answer(
        503,
        new Problem(
            "a complete read model",
            "one that is being rebuilt (%s)".formatted(now.detail()),
            "Ask again in some seconds; migrations continue meanwhile. godwit rebuild shows how far it is."));
  }

  private static boolean asksTheView(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    String first = path.startsWith("/") ? path.substring(1) : path;
    return first.startsWith("migrations")
        || first.startsWith("lag")
        || first.startsWith("commands/");
  }

  @ServerExceptionMapper
  Response known(ProblemException e) {
    return answer(e.status, e.problem);
  }

  /** The caller lacks a role. */
  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return answer(
        403,
        new Problem(
            "an identity with the role that this needs",
            "one without it",
            "Use another identity; the guide 'Identities and roles' says which role is needed."));
  }

  /** The database is unavailable, or its schema is being made: retriable. */
  @ServerExceptionMapper({
    jakarta.persistence.PersistenceException.class,
    jakarta.transaction.RollbackException.class,
    io.quarkus.arc.ArcUndeclaredThrowableException.class,
    io.quarkus.narayana.jta.QuarkusTransactionException.class,
    java.sql.SQLException.class
  })
  Response unavailable(Throwable e) {
    return answer(
        503,
        new Problem(
            "the read model's database to answer",
            cause(e),
            "Wait: it reconnects by itself, and migrations continue meanwhile. (%s: %s)"
                .formatted(view.now().state(), view.now().detail())));
  }

  /** A list should begin behind a group that there is not. */
  @ServerExceptionMapper
  Response unknown(MergeReader.UnknownGroupException e) {
    return answer(
        400,
        new Problem(
            "the id of a merge group of the last run that was planned, behind which the list begins",
            "'%s'".formatted(e.group()),
            "Begin the list anew without it; the groups are those of a later plan now."));
  }

  /** The topic no longer has the values of merge groups. */
  @ServerExceptionMapper
  Response gone(MergeGroups.RecordGoneException e) {
    return answer(
        410,
        new Problem(
            "the values of the merge groups of run %d in crm.merge-groups.v1".formatted(e.run()),
            "%d of them missing or unreadable".formatted(e.groups()),
            "Rehearse the customer again, which writes them anew; decisions stay."));
  }

  /** Kafka is unavailable: retriable. */
  @ServerExceptionMapper
  Response unavailable(KafkaException e) {
    return answer(
        503,
        new Problem(
            "Kafka to say the offsets of the topics",
            e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
            "Wait until it answers, then ask again; nothing was changed."));
  }

  private ProblemException missing(String expected, String action) {
    ViewAnswer now = view.now();
    return view.ready()
        ? new ProblemException(404, new Problem(expected, "none", action))
        : new ProblemException(
            503,
            new Problem(
                expected,
                "a read model that is not complete (%s: %s)".formatted(now.state(), now.detail()),
                "Ask again when godwit view says READY."));
  }

  private static String cause(Throwable e) {
    Throwable t = e;
    while (!(t instanceof SQLException) && t.getCause() != null && t.getCause() != t) {
      t = t.getCause();
    }
    String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
    return message.lines().findFirst().orElse(message);
  }

  private static Response answer(int status, Problem problem) {
    return Response.status(status).type(MediaType.APPLICATION_JSON).entity(problem).build();
  }

  /** Ends a request with a status and a problem. */
  static final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient Problem problem;

    ProblemException(int status, Problem problem) {
      super(problem.sentence());
      this.status = status;
      this.problem = problem;
    }

    int status() {
      return status;
    }

    Problem problem() {
      return problem;
    }
  }
}
