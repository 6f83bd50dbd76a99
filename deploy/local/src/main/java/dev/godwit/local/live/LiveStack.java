package dev.godwit.local.live;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.WebhookKeys;
import java.util.Map;
import java.util.function.Consumer;

/** A stack whose extractor knows the keys of the made-up mail providers. */
public final class LiveStack {
  private LiveStack() {}

  /** The settings, with the keys in the services' environment. */
  public static StackSettings with(StackSettings settings, WebhookKeys keys) {
    StackSettings changed = settings;
    for (Map.Entry<String, String> variable : keys.environment(extractorUrl(settings)).entrySet()) {
      changed = changed.withVariable(variable.getKey(), variable.getValue());
    }
    return changed;
  }

  /**
   * Opens a session; an extractor that is running already is started again, so that it has the
   * keys.
   */
  public static StackSession open(
      StackSettings settings, WebhookKeys keys, boolean keep, Consumer<String> progress) {
    StackSettings changed = with(settings, keys);
    boolean running = new Stack(changed).isRunning(Part.EXTRACTOR);
    StackSession session = StackSession.open(changed, keep, progress);
    if (running) {
      progress.accept("the extractor is started again, with the keys of the mail providers");
      session.stack().restart(Part.EXTRACTOR);
    }
    return session;
  }

  /** Where the extractor takes webhooks. */
  public static String extractorUrl(StackSettings settings) {
    return "http://127.0.0.1:" + settings.port(Port.EXTRACTOR);
  }
}
