package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.ViewAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * State of the read model now. Thread-safe. As a readiness check it is always up, with the state as
 * data: the engine does not need the read model.
 */
@ApplicationScoped
public class ViewState {
  private static final Logger LOG = Logger.getLogger(ViewState.class);

  private volatile ViewAnswer now =
      new ViewAnswer("WAITING", "It has not started to read.", List.of(), 0, List.of());

  private volatile boolean partial;

  /**
   * True while the read model is being rebuilt, so that it holds a part of what it should: nothing
   * of it is to be shown.
   */
  public boolean isPartial() {
    return partial;
  }

  void partial(boolean is) {
    partial = is;
  }

  /** The state. */
  public ViewAnswer now() {
    return now;
  }

  /** True where everything is shown that was in the topics at its last start. */
  public boolean ready() {
    return now.state().equals("READY");
  }

  /** The readiness check. */
  @Produces
  @Readiness
  HealthCheck health() {
    return () ->
        HealthCheckResponse.named("read model")
            .up()
            .withData("state", now.state())
            .withData("detail", now.detail())
            .withData("leftOut", now.leftOutCount())
            .build();
  }

  synchronized void leftOut(long count, List<ViewAnswer.LeftOut> newest) {
    now = new ViewAnswer(now.state(), now.detail(), now.topics(), count, newest);
  }

  synchronized void is(String state, String detail, Map<TopicPartition, Long> next) {
    ViewAnswer before = now;
    now =
        new ViewAnswer(
            state,
            detail,
            next.entrySet().stream()
                .map(
                    e ->
                        new ViewAnswer.Position(
                            e.getKey().topic(), e.getKey().partition(), e.getValue()))
                .sorted(
                    Comparator.comparing(ViewAnswer.Position::topic)
                        .thenComparingInt(ViewAnswer.Position::partition))
                .toList(),
            before.leftOutCount(),
            before.leftOut());
    if (!before.state().equals(state)) {
      LOG.infof("Read model %s: %s", state, detail);
    }
  }
}
