package dev.godwit.records;

import java.util.Optional;

/** Names of the topics; what each holds is in the catalogue, {@code godwit/topics.yaml}. */
public final class Topics {
  public static final String COMMANDS = "migration.commands.v1";
  public static final String EVENTS = "migration.events.v1";
  public static final String TASKS = "migration.tasks.v1";
  public static final String REPORTS = "migration.reports.v1";
  public static final String LIVE = "crm.engagements.live.v1";
  public static final String LIVE_TRANSFORMED = "crm.engagements.live.transformed.v1";
  public static final String LIVE_REHEARSALS = "crm.live-rehearsals.v1";
  public static final String TAILS = "crm.tails.v1";
  public static final String IDENTITIES = "crm.identities.v1";
  public static final String MERGE_GROUPS = "crm.merge-groups.v1";
  public static final String RECEIPTS = "crm.receipts.v1";
  public static final String LEDGER_REQUESTS = "crm.ledger-requests.v1";
  public static final String LEDGERS = "crm.ledgers.v1";
  public static final String QUARANTINE = "crm.quarantine.v1";
  public static final String DIFFERENCES = "crm.differences.v1";

  private static final String PREFIX = "crm.";
  private static final String EXTRACTED = ".extracted.v1";
  private static final String TRANSFORMED = ".transformed.v1";

  private Topics() {}

  /** The entity of a pack whose records are in a topic; empty for every other topic. */
  public static Optional<Entity> declared(String topic) {
    String end = topic.endsWith(EXTRACTED) ? EXTRACTED : TRANSFORMED;
    boolean named = topic.length() > PREFIX.length() + end.length();
    if (!named || !topic.startsWith(PREFIX) || !topic.endsWith(end)) {
      return Optional.empty();
    }
    String name = topic.substring(PREFIX.length(), topic.length() - end.length()).replace('-', '_');
    return Entity.isName(name)
        ? Optional.of(Entity.valueOf(name)).filter(Entity::isDeclared)
        : Optional.empty();
  }

  /** Names of metrics cannot tell a full stop from an underscore, so topics have no underscores. */
  private static String words(Entity entity) {
    return entity.text().replace('_', '-');
  }

  /** Topic of an entity's records as they left the source, or as they arrived live. */
  public static String extracted(Entity entity) {
    return entity.equals(Entity.LIVE) ? LIVE : PREFIX + words(entity) + EXTRACTED;
  }

  /** Topic of an entity's records in the form of the target. */
  public static String transformed(Entity entity) {
    return entity.equals(Entity.LIVE) ? LIVE_TRANSFORMED : PREFIX + words(entity) + TRANSFORMED;
  }
}
