package dev.godwit.worker.decision;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads the decisions that a run or a replay has. Its event names their offsets in {@code
 * migration.commands.v1}; the rows and values are in the commands alone. Makes a consumer for each
 * call. Thread-safe.
 */
@Singleton
public class DecisionReader {
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final KafkaSettings kafka;
  private final ControlPlaneCodec codec = new ControlPlaneCodec();

  @Inject
  public DecisionReader(KafkaSettings kafka) {
    this(kafka, () -> consumer(kafka));
  }

  DecisionReader(KafkaSettings kafka, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.kafka = kafka;
    this.consumers = consumers;
  }

  private static Consumer<byte[], byte[]> consumer(KafkaSettings kafka) {
    Map<String, Object> config = kafka.stretchConsumer();
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(config);
  }

  /**
   * The decisions at some positions.
   *
   * @param customer the customer's id in the source
   * @param positions offsets in {@code migration.commands.v1}, in the order of the decisions
   * @return the decisions in the order of their positions; none for no positions
   * @throws StageFailedException where a position holds no decision of the customer: fatal
   * @throws org.apache.kafka.common.KafkaException where Kafka does not answer: retriable
   */
  public RunDecisions read(String customer, List<Long> positions) throws StageFailedException {
    if (positions.isEmpty()) {
      return RunDecisions.NONE;
    }
    try (Consumer<byte[], byte[]> consumer = consumers.get();
        LazyWire wire = new LazyWire(kafka)) {
      return new PositionedCommands(consumer, new DecisionDecoder(codec, wire))
          .read(customer, positions);
    } catch (WrongDecisionException e) {
      throw e.toFailure(customer);
    }
  }

  /** Connects to the registry with the first command in the wire format. */
  private static final class LazyWire implements DecisionDecoder.Wire, AutoCloseable {
    private final KafkaSettings kafka;
    private WireDecoder decoder;

    LazyWire(KafkaSettings kafka) {
      this.kafka = kafka;
    }

    @Override
    public SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException {
      if (decoder == null) {
        decoder = new WireDecoder(kafka.serde());
      }
      return decoder.decode(topic, value);
    }

    @Override
    public void close() {
      if (decoder != null) {
        decoder.close();
      }
    }
  }
}
