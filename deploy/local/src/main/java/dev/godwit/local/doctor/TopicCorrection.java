package dev.godwit.local.doctor;

import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Gives topics the settings of the catalogue. Partitions stay: they cannot be corrected so. */
final class TopicCorrection {
  private TopicCorrection() {}

  /**
   * Corrects what differs.
   *
   * @return a line for each setting that was changed, or one that nothing was
   */
  static List<String> correct(Admin admin) throws ExecutionException, InterruptedException {
    Collection<Topic> topics = TopicCatalogue.load().topics();
    Map<String, Config> configs = TopicsCheck.configs(admin, topics);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    List<String> said = new ArrayList<>();
    for (Topic topic : topics) {
      List<AlterConfigOp> ofTopic = new ArrayList<>();
      TopicsCheck.differing(topic, configs.get(topic.name()))
          .forEach(
              (setting, wanted) -> {
                ofTopic.add(
                    new AlterConfigOp(new ConfigEntry(setting, wanted), AlterConfigOp.OpType.SET));
                said.add("%s: set %s=%s.".formatted(topic.name(), setting, wanted));
              });
      if (!ofTopic.isEmpty()) {
        changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), ofTopic);
      }
    }
    admin.incrementalAlterConfigs(changes).all().get();
    if (said.isEmpty()) {
      said.add("Every topic has the catalogue's settings.");
    }
    return said;
  }
}
