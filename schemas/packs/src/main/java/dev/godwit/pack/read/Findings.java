package dev.godwit.pack.read;

import dev.godwit.pack.Finding;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects the findings of packs, so that all are reported at once. Not thread-safe. */
public final class Findings {
  private final List<Finding> all = new ArrayList<>();

  /** Adds one. */
  public void add(Position at, String expected, String found, String action) {
    all.add(new Finding(at, expected, found, action));
  }

  /** Number of findings so far. */
  public int size() {
    return all.size();
  }

  /** All so far, in the order in which they were added. */
  public List<Finding> all() {
    return List.copyOf(all);
  }

  /** Throws where there is one or more. */
  public void throwIfAny() {
    if (!all.isEmpty()) {
      throw new PackException(all);
    }
  }

  /** A finding about a name that is not among those that exist. */
  public void unknown(Position at, String what, Collection<String> names, String found) {
    String near = Suggestions.nearest(found, names);
    add(
        at,
        what + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")"),
        "'" + found + "'",
        near == null
            ? (names.size() == 1 ? "use it" : "use one of them")
            : "did you mean '" + near + "'?");
  }
}
