package dev.godwit.loader.reference;

import dev.godwit.records.Entity;
import java.util.Optional;

/**
 * The order of the built-in entities by reference: contacts, then emails, then engagements. A
 * declared entity waits for no partition as a whole; each of its records waits for its parents, as
 * {@link ParentCheck} finds them. All records of one person are in one partition number of every
 * topic, so a partition's emails wait only for that partition's contacts, and its engagements for
 * its emails. A row without a contact is in the partition of its own id: where its parent is not
 * there yet, it waits for the parents of all partitions. Live engagement may be in any partition
 * and waits for the emails of all. Stateless.
 */
public final class ReferenceOrder {
  private ReferenceOrder() {}

  /** The entity whose cut must have been passed first; empty for contacts and declared ones. */
  public static Optional<Entity> before(Entity entity) {
    if (entity.equals(Entity.EMAILS)) {
      return Optional.of(Entity.CONTACTS);
    }
    return entity.equals(Entity.ENGAGEMENTS) ? Optional.of(Entity.EMAILS) : Optional.empty();
  }
}
