package dev.godwit.orchestrator.rest;

import dev.godwit.api.Problem;
import dev.godwit.orchestrator.view.projection.ViewState;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures as answers: each says what was expected, what was found and what to do. */
class ProblemMapper {
  private final ViewState view;

  ProblemMapper(ViewState view) {
    this.view = view;
  }

  @ServerExceptionMapper
  Response known(ProblemException e) {
    return answer(e.status(), e.problem());
  }

  /** The database is away, or its schema is being made: retriable. */
  @ServerExceptionMapper({
    jakarta.persistence.PersistenceException.class,
    jakarta.transaction.RollbackException.class,
    io.quarkus.arc.ArcUndeclaredThrowableException.class,
    io.quarkus.narayana.jta.QuarkusTransactionException.class,
    java.sql.SQLException.class
  })
  Response away(Throwable e) {
    return answer(
        503,
        new Problem(
            "the read model's database to answer",
            cause(e),
            "Wait: it goes on by itself when the database is back, and migrations go on meanwhile. ("
                + view.now().state()
                + ": "
                + view.now().detail()
                + ")"));
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
}
