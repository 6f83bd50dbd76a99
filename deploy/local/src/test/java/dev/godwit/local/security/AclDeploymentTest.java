package dev.godwit.local.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.AccessRules;
import dev.godwit.records.Principal;
import dev.godwit.records.TopicCatalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AclDeploymentTest {
  private static AclDeployment deployment(Map<Principal, String> names) {
    return new AclDeployment(AccessRules.of(TopicCatalogue.load(), List.of()), names);
  }

  @Test
  void shouldPrintALineForEachPrincipalAndResource() {
    assertThat(deployment(Map.of()).commands("kafka:9093"))
        .contains(
            "kafka-acls --bootstrap-server kafka:9093 --command-config admin.properties --add --allow-principal 'User:godwit-orchestrator' --operation Write --operation Describe --operation Read --operation DescribeConfigs --topic migration.commands.v1",
            "kafka-acls --bootstrap-server kafka:9093 --command-config admin.properties --add --allow-principal 'User:godwit-loader' --operation Read --operation Describe --group godwit-loader --resource-pattern-type prefixed")
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldNamePrincipalsAsAnInstallationDoes() {
    AclDeployment deployment = deployment(Map.of(Principal.LOADER, "User:CN=loader"));
    assertThat(deployment.bindings())
        .anyMatch(binding -> binding.entry().principal().equals("User:CN=loader"))
        .noneMatch(binding -> binding.entry().principal().equals("User:godwit-loader"));
  }
}
