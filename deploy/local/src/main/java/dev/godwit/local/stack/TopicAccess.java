package dev.godwit.local.stack;

import dev.godwit.local.security.AclDeployment;
import dev.godwit.local.security.DeclaredEntities;
import dev.godwit.records.AccessRules;
import dev.godwit.records.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Gives the principals of a secure stack their rights in its broker. Stateless. */
public final class TopicAccess {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private TopicAccess() {}

  /**
   * Adds what is missing, and removes what is there beyond; for the packs that the services read.
   *
   * @throws StackException where the broker refuses
   */
  public static void deploy(StackSettings settings) {
    Map<String, String> environment = settings.serviceEnvironment();
    AclDeployment deployment =
        new AclDeployment(
            AccessRules.of(
                TopicCatalogue.load(),
                DeclaredEntities.of(Path.of(environment.get("GODWIT_PACKS")), environment)),
            Map.of());
    try (Admin admin = Admin.create(settings.kafka().admin(TIMEOUT, TIMEOUT))) {
      deployment.apply(admin);
    } catch (ExecutionException e) {
      throw new StackException(
          "Giving the services their rights in Kafka: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while giving the services their rights", e);
    }
  }
}
