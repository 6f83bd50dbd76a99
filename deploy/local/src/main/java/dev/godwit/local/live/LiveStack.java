package dev.godwit.local.live;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSession;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.traffic.WebhookKeys;
import java.util.Map;
import java.util.function.Consumer;

/** A stack whose webhooks process knows the keys of the simulated mail providers. */
public final class LiveStack {
  private LiveStack() {}

  /** The settings, with the keys in the services' environment. */
  public static StackSettings with(StackSettings settings, WebhookKeys keys) {
    StackSettings changed = settings;
    for (Map.Entry<String, String> variable : keys.environment(webhooksUrl(settings)).entrySet()) {
      changed = changed.withVariable(variable.getKey(), variable.getValue());
    }
    return changed;
  }

  /**
   * Opens a session. A webhooks process that is running already is restarted, so that it has the
   * keys.
   *
   * @param keys null where no live events are sent
   */
  public static StackSession open(
      StackSettings settings, WebhookKeys keys, boolean keep, Consumer<String> progress) {
    if (keys == null) {
      return StackSession.open(settings, keep, progress);
    }
    StackSettings changed = with(settings, keys);
    boolean running = new Stack(changed).isRunning(Part.WEBHOOKS);
    StackSession session = StackSession.open(changed, keep, progress);
    if (running) {
      progress.accept("restarting the webhooks process with the keys of the mail providers");
      session.stack().restart(Part.WEBHOOKS);
    }
    return session;
  }

  /** Base address of the webhooks process. */
  public static String webhooksUrl(StackSettings settings) {
    return settings.http() + settings.port(Port.WEBHOOKS);
  }
}
