package dev.godwit.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.AccessRule.Operation;
import dev.godwit.records.AccessRule.Resource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
  private static final List<AccessRule> RULES = AccessRules.of(TopicCatalogue.load(), List.of());

  private static Set<Principal> may(Operation operation, String topic) {
    return RULES.stream()
        .filter(rule -> rule.resource() == Resource.TOPIC && rule.operation() == operation)
        .filter(rule -> rule.prefixed() ? topic.startsWith(rule.name()) : topic.equals(rule.name()))
        .map(AccessRule::principal)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Principal.class)));
  }

  @Test
  void shouldLetTheOrchestratorAloneWriteEventsAndTasks() {
    assertThat(may(Operation.WRITE, Topics.EVENTS)).containsExactly(Principal.ORCHESTRATOR);
    assertThat(may(Operation.WRITE, Topics.TASKS)).containsExactly(Principal.ORCHESTRATOR);
  }

  @Test
  void shouldKeepTheWebhooksFromEverythingButLiveEventsAndRehearsals() {
    for (Topic topic : TopicCatalogue.load().topics()) {
      boolean writes = Set.of(Topics.LIVE, Topics.LIVE_REHEARSALS).contains(topic.name());
      assertThat(may(Operation.WRITE, topic.name()).contains(Principal.WEBHOOKS))
          .as(topic.name())
          .isEqualTo(writes);
      assertThat(may(Operation.READ, topic.name()).contains(Principal.WEBHOOKS))
          .as(topic.name())
          .isEqualTo(topic.name().equals(Topics.LIVE_REHEARSALS));
    }
  }

  @Test
  void shouldLetOperatorsToolsWriteNothing() {
    assertThat(RULES)
        .filteredOn(rule -> rule.principal() == Principal.OPERATOR)
        .isNotEmpty()
        .extracting(AccessRule::operation)
        .doesNotContain(
            Operation.WRITE, Operation.CREATE, Operation.DELETE, Operation.IDEMPOTENT_WRITE);
  }

  @Test
  void shouldGiveNoPrefixThatReachesATopicOfTheCatalogue() {
    assertThat(RULES)
        .filteredOn(rule -> rule.resource() == Resource.TOPIC && rule.prefixed())
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(TopicCatalogue.load().topics())
                    .noneMatch(topic -> topic.name().startsWith(rule.name())));
  }

  @Test
  void shouldGiveTheTopicsOfADeclaredEntityToTheStagesThatMoveIt() {
    Entity companies = Topics.declared("crm.companies.extracted.v1").orElseThrow();
    List<AccessRule> rules = AccessRules.of(TopicCatalogue.load(), List.of(companies));
    assertThat(rules)
        .contains(
            rule(Principal.EXTRACTOR, "crm.companies.extracted.v1", Operation.CREATE),
            rule(Principal.EXTRACTOR, "crm.companies.extracted.v1", Operation.WRITE),
            rule(Principal.TRANSFORMER, "crm.companies.extracted.v1", Operation.READ),
            rule(Principal.LOADER, "crm.companies.transformed.v1", Operation.READ))
        .doesNotContain(rule(Principal.LOADER, "crm.companies.transformed.v1", Operation.WRITE));
  }

  @Test
  void shouldShareNoTransactionalIdOrGroupBetweenPrincipals() {
    for (Principal one : Principal.values()) {
      for (Principal other : Principal.values()) {
        if (one != other) {
          for (String id : one.transactionalIds()) {
            assertThat(other.transactionalIds()).noneMatch(id::startsWith);
          }
          for (String group : one.groups()) {
            assertThat(other.groups()).noneMatch(group::startsWith);
          }
        }
      }
    }
  }

  private static AccessRule rule(Principal principal, String topic, Operation operation) {
    return new AccessRule(principal, Resource.TOPIC, topic, false, operation);
  }
}
