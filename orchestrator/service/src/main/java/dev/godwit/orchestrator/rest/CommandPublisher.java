package dev.godwit.orchestrator.rest;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.Problem;
import dev.godwit.identity.Identity;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import dev.godwit.orchestrator.trust.CommandTrust;
import dev.godwit.records.Topics;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/**
 * Publishes commands to {@code migration.commands.v1} and waits for all replicas to have them.
 * Thread-safe.
 */
@ApplicationScoped
class CommandPublisher {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final OrchestratorSettings settings;
  private final Traces traces;
  private final CommandTrust trust;
  private Producer<byte[], byte[]> producer;

  CommandPublisher(OrchestratorSettings settings, Traces traces, CommandTrust trust) {
    this.settings = settings;
    this.trust = trust;
    this.traces = traces;
  }

  /**
   * Publishes a command, signed for its author.
   *
   * @param command a command with its author
   * @param author who was authenticated
   * @param given the trace context of the request; empty where it has none
   * @throws ProblemException with status 503 where Kafka did not acknowledge in time; whether it
   *     has the command is then unknown, and sending it again with the same id is safe
   */
  CommandAnswer.Received publish(CommandBody command, Identity author, List<Header> given) {
    command.requireAuthor(author);
    return traced(command, author, given);
  }

  /**
   * Publishes a command that its author may not send, so that the engine refuses and records it.
   *
   * @param author who was authenticated, whatever the command says
   * @throws ProblemException as {@link #publish}
   */
  void publishRefused(CommandBody command, Identity author, List<Header> given) {
    traced(command, author, given);
  }

  private CommandAnswer.Received traced(CommandBody command, Identity author, List<Header> given) {
    try (Work work =
        traces.send(
            Topics.COMMANDS,
            given,
            Subject.ofCommand(command.name(), command.commandId(), command.key()))) {
      return send(command, author, work);
    }
  }

  private CommandAnswer.Received send(CommandBody command, Identity author, Work work) {
    byte[] key = command.key().getBytes(StandardCharsets.UTF_8);
    byte[] value = command.json().getBytes(StandardCharsets.UTF_8);
    List<Header> headers = new ArrayList<>();
    work.headers().forEach(headers::add);
    headers.add(trust.vouch(author, command.commandId(), key, value));
    try {
      RecordMetadata where =
          producer()
              .send(new ProducerRecord<>(Topics.COMMANDS, null, key, value, headers))
              .get(TIMEOUT_MILLIS + 5_000L, TimeUnit.MILLISECONDS);
      return new CommandAnswer.Received(command.commandId(), where.topic(), where.offset());
    } catch (ExecutionException e) {
      throw unacknowledged(command, work, e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw unacknowledged(command, work, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unacknowledged(command, work, e);
    }
  }

  private synchronized Producer<byte[], byte[]> producer() {
    if (producer == null) {
      Map<String, Object> config = settings.clients().producer("godwit-commands");
      config.put(ProducerConfig.ACKS_CONFIG, "all");
      config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
      config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
      config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
      config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
      config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
      producer = new KafkaProducer<>(config);
    }
    return producer;
  }

  @PreDestroy
  synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }

  private static ProblemException unacknowledged(CommandBody command, Work work, Throwable cause) {
    work.failed(cause.getClass().getName());
    String found =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ProblemException(
        503,
        new Problem(
            "Kafka to acknowledge the command",
            found,
            "Send it again with the commandId "
                + command.commandId()
                + ": the same id is answered once."));
  }
}
