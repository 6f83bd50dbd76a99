package dev.godwit.extractor.merge;

import dev.godwit.records.Entity;

/** Takes the groups of a plan, one after another. */
@FunctionalInterface
public interface GroupSink {
  /** Takes none. */
  GroupSink NONE = (entity, group) -> {};

  /** Takes a group of an entity. */
  void found(Entity entity, FoundGroup group);
}
