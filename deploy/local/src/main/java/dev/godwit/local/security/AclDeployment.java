package dev.godwit.local.security;

import dev.godwit.records.AccessRule;
import dev.godwit.records.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Compares the rights of Godwit's principals in a broker with the catalogue's, adds what is
 * missing, and removes what is there beyond. Rights of other principals are left alone. Immutable.
 */
public final class AclDeployment {
  private final Map<Principal, String> names;
  private final List<AccessRule> rules;

  /**
   * @param rules what is allowed
   * @param names names in Kafka, such as {@code User:CN=loader}; one that is missing is {@code
   *     User:} and the principal's own
   */
  public AclDeployment(List<AccessRule> rules, Map<Principal, String> names) {
    this.rules = List.copyOf(rules);
    this.names = Map.copyOf(names);
  }

  /**
   * Changes of an application.
   *
   * @param added rights that were missing
   * @param removed rights that were there and that no rule gives
   */
  public record Changes(List<AclBinding> added, List<AclBinding> removed) {}

  /** Name of a principal in Kafka, with its type. */
  public String name(Principal principal) {
    return names.getOrDefault(principal, "User:" + principal.user());
  }

  /** The rules as Kafka knows them, in their order. */
  public List<AclBinding> bindings() {
    return rules.stream().map(this::binding).toList();
  }

  private AclBinding binding(AccessRule rule) {
    return new AclBinding(
        new ResourcePattern(
            ResourceType.valueOf(rule.resource().name()),
            rule.name(),
            rule.prefixed() ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(
            name(rule.principal()),
            "*",
            AclOperation.valueOf(rule.operation().name()),
            AclPermissionType.ALLOW));
  }

  /** The changes that an application would make. */
  public Changes compare(Admin admin) throws ExecutionException, InterruptedException {
    Set<AclBinding> wanted = new LinkedHashSet<>(bindings());
    Set<AclBinding> there = new LinkedHashSet<>();
    for (Principal principal : Principal.values()) {
      there.addAll(
          admin
              .describeAcls(
                  new AclBindingFilter(
                      ResourcePatternFilter.ANY,
                      new AccessControlEntryFilter(
                          name(principal), null, AclOperation.ANY, AclPermissionType.ANY)))
              .values()
              .get());
    }
    List<AclBinding> added = new ArrayList<>(wanted);
    added.removeAll(there);
    List<AclBinding> removed = new ArrayList<>(there);
    removed.removeAll(wanted);
    return new Changes(added, removed);
  }

  /**
   * Adds and removes. Doing it again changes nothing.
   *
   * @throws ExecutionException where the broker refuses; nothing is undone, and another application
   *     does the rest
   */
  public Changes apply(Admin admin) throws ExecutionException, InterruptedException {
    Changes changes = compare(admin);
    if (!changes.added().isEmpty()) {
      admin.createAcls(changes.added()).all().get();
    }
    if (!changes.removed().isEmpty()) {
      admin.deleteAcls(filters(changes.removed())).all().get();
    }
    return changes;
  }

  private static Collection<AclBindingFilter> filters(List<AclBinding> bindings) {
    return bindings.stream().map(AclBinding::toFilter).collect(Collectors.toList());
  }

  /** Lines for {@code kafka-acls}, one for each principal and resource. */
  public List<String> commands(String bootstrapServers) {
    Set<String> lines = new LinkedHashSet<>();
    for (AccessRule rule : rules) {
      String operations =
          rules.stream()
              .filter(
                  other ->
                      other.principal() == rule.principal()
                          && other.resource() == rule.resource()
                          && other.name().equals(rule.name())
                          && other.prefixed() == rule.prefixed())
              .map(other -> "--operation " + word(other.operation()))
              .distinct()
              .collect(Collectors.joining(" "));
      lines.add(
          "kafka-acls --bootstrap-server %s --command-config admin.properties --add --allow-principal '%s' %s %s%s"
              .formatted(
                  bootstrapServers,
                  name(rule.principal()),
                  operations,
                  resource(rule),
                  rule.prefixed() ? " --resource-pattern-type prefixed" : ""));
    }
    return List.copyOf(lines);
  }

  private static String resource(AccessRule rule) {
    return switch (rule.resource()) {
      case TOPIC -> "--topic " + rule.name();
      case GROUP -> "--group " + rule.name();
      case TRANSACTIONAL_ID -> "--transactional-id " + rule.name();
      case CLUSTER -> "--cluster";
    };
  }

  private static String word(AccessRule.Operation operation) {
    StringBuilder word = new StringBuilder();
    for (String part : operation.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
