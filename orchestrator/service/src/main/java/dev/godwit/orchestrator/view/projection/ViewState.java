package dev.godwit.orchestrator.view.projection;

import dev.godwit.api.ViewAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** How the read model is just now. Thread-safe. */
@ApplicationScoped
public class ViewState {
  private static final Logger LOG = Logger.getLogger(ViewState.class);

  private volatile ViewAnswer now =
      new ViewAnswer("WAITING", "It has not begun to read.", List.of(), 0, List.of());

  /** How it is. */
  public ViewAnswer now() {
    return now;
  }

  /** True where all that was in the topics when it last began to read is shown. */
  public boolean ready() {
    return now.state().equals("READY");
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
