package dev.godwit.transformer.normalise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Meaning of spellings in the target, by the words of a pack and of Godwit.
 *
 * <ol>
 *   <li>The pack's own spellings (trimmed, without regard to case).
 *   <li>The pack's allowed values, likewise.
 *   <li>Godwit's normalisation of the field, if it has one; its result may again be one of the
 *       pack's spellings, so a pack can rename {@code withdrawn}.
 * </ol>
 *
 * <p>Where the pack names allowed values, the result is one of them, written as the pack writes it.
 * Caches look-ups, up to a bound. Not thread-safe.
 */
public final class Vocabulary {
  private static final int MAX_REMEMBERED = 4_096;

  private final Map<String, String> spellings = new HashMap<>();
  private final Map<String, String> allowed = new HashMap<>();
  private final UnaryOperator<String> normalisation;
  private final Map<String, String> remembered = new HashMap<>();

  /**
   * Compiles the words of a column.
   *
   * @param allowed closed set of values; empty where any goes
   * @param normalisation gives null for an unknown text; null where the field has none
   */
  public Vocabulary(
      List<String> allowed, Map<String, String> spellings, UnaryOperator<String> normalisation) {
    spellings.forEach((spelling, value) -> this.spellings.put(key(spelling), value));
    allowed.forEach(value -> this.allowed.put(key(value), value));
    this.normalisation = normalisation;
  }

  /** The value in the target; null where the spelling means none. The text is not null. */
  public String of(String raw) {
    String known = remembered.get(raw);
    if (known != null) {
      return known;
    }
    String value = resolve(raw);
    if (value != null && remembered.size() < MAX_REMEMBERED && raw.length() < 64) {
      remembered.put(raw, value);
    }
    return value;
  }

  private String resolve(String raw) {
    String key = key(raw);
    String value = spellings.get(key);
    if (value == null) {
      value = allowed.get(key);
    }
    if (value == null) {
      value = normalisation == null ? raw : normalised(raw);
    }
    if (value == null || allowed.isEmpty()) {
      return value;
    }
    return allowed.get(key(value));
  }

  private String normalised(String raw) {
    String value = normalisation.apply(raw);
    return value == null ? null : spellings.getOrDefault(key(value), value);
  }

  private static String key(String text) {
    return TextForm.fold(TextForm.strip(text));
  }
}
