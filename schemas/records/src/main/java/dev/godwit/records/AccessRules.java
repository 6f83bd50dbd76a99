package dev.godwit.records;

import dev.godwit.records.AccessRule.Operation;
import dev.godwit.records.AccessRule.Resource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Derives what each principal may do from the topic catalogue. Topics of entities that packs
 * declare have a rule each, by their whole names: no beginning of a name is theirs alone.
 * Stateless.
 */
public final class AccessRules {
  /** Beginnings of the names of the topics that Kafka Streams makes for its stores. */
  private static final List<Stores> STORES =
      List.of(
          new Stores(Principal.ORCHESTRATOR, "godwit-orchestrator-"),
          new Stores(Principal.VALIDATOR, "godwit-validator-ledgers-"));

  private record Stores(Principal owner, String prefix) {}

  private final Set<AccessRule> rules = new LinkedHashSet<>();

  private AccessRules() {}

  /**
   * All rules, in a fixed order.
   *
   * @param declared entities that packs declare beside the catalogue's
   */
  public static List<AccessRule> of(TopicCatalogue catalogue, Collection<Entity> declared) {
    AccessRules rules = new AccessRules();
    catalogue.topics().forEach(rules::topic);
    for (Entity entity : declared) {
      for (Topic topic : catalogue.ofDeclared(entity)) {
        rules.topic(topic);
        // It makes them when it plans the first extraction of the entity.
        rules.literal(Principal.EXTRACTOR, Resource.TOPIC, topic.name(), Operation.CREATE);
      }
    }
    for (Principal principal : Principal.values()) {
      rules.groupsAndTransactions(principal);
    }
    for (Stores stores : STORES) {
      for (Operation operation :
          List.of(
              Operation.CREATE,
              Operation.DESCRIBE,
              Operation.DESCRIBE_CONFIGS,
              Operation.READ,
              Operation.WRITE,
              Operation.DELETE)) {
        rules.prefixed(stores.owner(), Resource.TOPIC, stores.prefix(), operation);
      }
    }
    // Lag is read from the offsets of all stages.
    for (Principal looks : List.of(Principal.ORCHESTRATOR, Principal.OPERATOR)) {
      rules.prefixed(looks, Resource.GROUP, "godwit-", Operation.DESCRIBE);
      rules.literal(looks, Resource.CLUSTER, AccessRule.CLUSTER, Operation.DESCRIBE);
    }
    return List.copyOf(rules.rules);
  }

  private void topic(Topic topic) {
    for (Principal writer : topic.writers()) {
      literal(writer, Resource.TOPIC, topic.name(), Operation.WRITE);
      literal(writer, Resource.TOPIC, topic.name(), Operation.DESCRIBE);
    }
    for (Principal reader : topic.readers()) {
      literal(reader, Resource.TOPIC, topic.name(), Operation.READ);
      literal(reader, Resource.TOPIC, topic.name(), Operation.DESCRIBE);
    }
    if (topic.personal()) {
      // It deletes records that nobody needs, and proves what is left.
      literal(Principal.ORCHESTRATOR, Resource.TOPIC, topic.name(), Operation.DELETE);
    }
    // Services compare the settings of all topics with the catalogue when they start.
    for (Principal principal : Principal.values()) {
      if (principal.isService() || principal == Principal.OPERATOR) {
        literal(principal, Resource.TOPIC, topic.name(), Operation.DESCRIBE);
        literal(principal, Resource.TOPIC, topic.name(), Operation.DESCRIBE_CONFIGS);
      }
    }
  }

  private void groupsAndTransactions(Principal principal) {
    for (String group : principal.groups()) {
      prefixed(principal, Resource.GROUP, group, Operation.READ);
      prefixed(principal, Resource.GROUP, group, Operation.DESCRIBE);
    }
    for (String id : principal.transactionalIds()) {
      prefixed(principal, Resource.TRANSACTIONAL_ID, id, Operation.WRITE);
      prefixed(principal, Resource.TRANSACTIONAL_ID, id, Operation.DESCRIBE);
    }
    if (principal != Principal.OPERATOR) {
      literal(principal, Resource.CLUSTER, AccessRule.CLUSTER, Operation.IDEMPOTENT_WRITE);
    }
  }

  private void literal(Principal principal, Resource resource, String name, Operation operation) {
    rules.add(new AccessRule(principal, resource, name, false, operation));
  }

  private void prefixed(Principal principal, Resource resource, String name, Operation operation) {
    rules.add(new AccessRule(principal, resource, name, true, operation));
  }
}
