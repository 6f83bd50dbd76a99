package dev.godwit.transformer.normalise;

import java.util.Map;

/** The two kinds of engagement, {@code open} and {@code click}. Stateless, thread-safe. */
public final class EngagementKind {
  private static final Map<String, String> KINDS =
      Map.of(
          "open", "open",
          "opened", "open",
          "opens", "open",
          "view", "open",
          "viewed", "open",
          "click", "click",
          "clicked", "click",
          "clicks", "click");

  private EngagementKind() {}

  /** The kind; null where the spelling is not known. The text is not null. */
  public static String of(String raw) {
    return KINDS.get(TextForm.fold(TextForm.strip(raw)));
  }
}
