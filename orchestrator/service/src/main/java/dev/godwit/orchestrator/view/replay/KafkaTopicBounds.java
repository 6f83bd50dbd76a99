package dev.godwit.orchestrator.view.replay;

import dev.godwit.orchestrator.OrchestratorSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker through the admin client, which is made when it is first asked. */
@ApplicationScoped
class KafkaTopicBounds implements TopicBounds {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final OrchestratorSettings settings;
  private Admin admin;

  KafkaTopicBounds(OrchestratorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.earliest());
  }

  @Override
  public Map<TopicPartition, Long> from(Collection<TopicPartition> partitions, Instant time) {
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()))
        .forEach(
            (partition, offset) -> {
              if (offset >= 0) {
                ends.put(partition, offset);
              }
            });
    return ends;
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(p -> asked.put(p, spec));
    ListOffsetsResult result = admin().listOffsets(asked);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : asked.keySet()) {
      Long offset = offset(result, partition);
      if (offset != null) {
        offsets.put(partition, offset);
      }
    }
    return offsets;
  }

  /** Null where there is no such partition. */
  private static Long offset(ListOffsetsResult result, TopicPartition partition) {
    try {
      return result.partitionResult(partition).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).offset();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw new KafkaException("The offsets of " + partition + " are not known.", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("Kafka did not say the offsets of %s.".formatted(partition), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private synchronized Admin admin() {
    if (admin == null) {
      Map<String, Object> config =
          settings
              .clients()
              .admin(Duration.ofMillis(TIMEOUT_MILLIS / 2), Duration.ofMillis(TIMEOUT_MILLIS));
      config.put(AdminClientConfig.CLIENT_ID_CONFIG, "godwit-replay-plans");
      admin = Admin.create(config);
    }
    return admin;
  }

  @PreDestroy
  synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
  }
}
