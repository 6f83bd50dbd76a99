package dev.godwit.transformer.normalise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tags: white space and invisible characters at the ends go away, white space inside becomes one
 * space, empty ones are left out, and of tags that differ only in case or in invisible characters
 * the first stays, as it is written. The order of the others does not change. Stateless,
 * thread-safe.
 */
public final class TagList {
  private TagList() {}

  /** The tags of one list after another; the lists and their items are not null. */
  public static List<String> of(List<String> tags) {
    return distinct(tags, true);
  }

  /** Names, such as those of teams: as tags, but those that differ in case are two. */
  public static List<String> names(List<String> names) {
    return distinct(names, false);
  }

  private static List<String> distinct(List<String> texts, boolean foldCase) {
    List<String> kept = new ArrayList<>(texts.size());
    Set<String> seen = texts.size() > 1 ? HashSet.newHashSet(texts.size()) : null;
    for (String text : texts) {
      String clean = TextForm.collapse(text);
      if (!clean.isEmpty()
          && (seen == null
              || seen.add(foldCase ? TextForm.fold(clean) : TextForm.visible(clean)))) {
        kept.add(clean);
      }
    }
    return kept;
  }
}
