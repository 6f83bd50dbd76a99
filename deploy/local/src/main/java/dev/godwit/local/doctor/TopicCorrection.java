package dev.godwit.local.doctor;

import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.topics.TopicComparison;
import dev.godwit.wire.topics.TopicDifference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Gives Godwit's topics the settings of the catalogue. Partitions stay: they cannot be corrected
 * so.
 */
final class TopicCorrection {
  private TopicCorrection() {}

  /**
   * Corrects what differs.
   *
   * @return a line for each setting that was changed, or one that nothing was
   */
  static List<String> correct(Admin admin) throws ExecutionException, InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    List<String> said = new ArrayList<>();
    for (TopicDifference difference : TopicComparison.of(admin, TopicCatalogue.load())) {
      if (difference.isCorrectable()) {
        changes
            .computeIfAbsent(
                new ConfigResource(ConfigResource.Type.TOPIC, difference.topic()),
                topic -> new ArrayList<>())
            .add(
                new AlterConfigOp(
                    new ConfigEntry(difference.setting(), difference.expected()),
                    AlterConfigOp.OpType.SET));
        said.add(
            "%s: set %s=%s."
                .formatted(difference.topic(), difference.setting(), difference.expected()));
      }
    }
    admin.incrementalAlterConfigs(changes).all().get();
    if (said.isEmpty()) {
      said.add("Every topic has the catalogue's settings.");
    }
    return said;
  }
}
