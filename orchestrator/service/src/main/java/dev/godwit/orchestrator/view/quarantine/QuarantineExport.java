package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.records.Entities;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Exports every quarantined record of a run. Reads the topic twice: once for what was released, was
 * repeated and is referred to, then for the records. Thread-safe.
 *
 * <p>Every call throws {@link org.apache.kafka.common.KafkaException} where the broker does not
 * answer, which is retriable.
 */
@ApplicationScoped
public class QuarantineExport {
  private static final Logger LOG = Logger.getLogger(QuarantineExport.class);

  /** Clocks of services differ; a record of the run is not older than its start by more. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  private final QuarantineTopic topic;
  private final Supplier<Decoder> decoders;

  /** Receives the records of an export. */
  @FunctionalInterface
  public interface Sink {
    void accept(QuarantinedRecordAnswer record) throws IOException;
  }

  /** Reads the value of a quarantined record. */
  interface Decoder extends AutoCloseable {
    String json(String topic, byte[] value) throws UnreadableRecordException;

    @Override
    void close();
  }

  /**
   * A run whose quarantine is read.
   *
   * @param startedAt when it began
   * @param derivedIds version of its derived ids
   */
  public record Run(String customer, int number, Instant startedAt, int derivedIds) {
    String id() {
      return customer + "/" + number;
    }
  }

  private record Place(String topic, int partition, long offset) {}

  @Inject
  QuarantineExport(QuarantineTopic topic, OrchestratorSettings settings) {
    this(topic, () -> decoder(settings));
  }

  QuarantineExport(QuarantineTopic topic, Supplier<Decoder> decoders) {
    this.topic = topic;
    this.decoders = decoders;
  }

  private static Decoder decoder(OrchestratorSettings settings) {
    WireDecoder wire = new WireDecoder(settings.clients().serde());
    return new Decoder() {
      @Override
      public String json(String topic, byte[] value) throws UnreadableRecordException {
        return wire.decodeRow(topic, value).toString();
      }

      @Override
      public void close() {
        wire.close();
      }
    };
  }

  /**
   * Exports the records that are in quarantine now.
   *
   * @param withValues whether their values are exported too
   * @throws IOException of the sink
   */
  public QuarantinedRecordAnswer.End export(Run run, boolean withValues, Sink sink)
      throws IOException {
    QuarantineIndex index = index(run);
    long[] records = new long[1];
    try (Decoder decoder = withValues ? decoders.get() : null) {
      long unreadable =
          topic.read(
              begin(run),
              (record, partition, offset) -> {
                if (index.isCurrent(record, partition, offset)) {
                  sink.accept(answer(run, record, index.rootCause(record), decoder));
                  records[0]++;
                }
              });
      return new QuarantinedRecordAnswer.End(records[0], unreadable);
    }
  }

  /**
   * The answers with the root causes of examples that refer to other records, with what the records
   * violate beside their reasons, and with what waits for them. Reads the topic once where no
   * record refers to another one, came again or left the quarantine, and else twice. Where Kafka
   * does not answer, the answers say that it is not known.
   */
  public List<QuarantineAnswer> withCauses(Run run, List<QuarantineAnswer> answers) {
    if (answers.isEmpty()) {
      return answers;
    }
    try {
      QuarantineIndex index = empty(run);
      QuarantineSums first = new QuarantineSums();
      long unused = topic.read(begin(run), counting(run, index, first));
      if (!index.hasChanges() && !index.hasWaiting()) {
        return answers.stream().map(first::with).toList();
      }
      QuarantineSums sums = new QuarantineSums();
      Map<Place, String> causes = new HashMap<>();
      unused +=
          topic.read(
              begin(run),
              (record, partition, offset) -> {
                if (!index.isCurrent(record, partition, offset)) {
                  return;
                }
                sums.add(record, index);
                if (QuarantineIndex.refersToOther(record) && isExample(answers, record)) {
                  causes.put(
                      new Place(record.getTopic(), record.getPartition(), record.getOffset()),
                      index.rootCause(record));
                }
              });
      return answers.stream().map(answer -> sums.with(because(answer, causes))).toList();
    } catch (KafkaException e) {
      if (answers.stream().anyMatch(QuarantineExport::refersToOthers)) {
        throw e;
      }
      LOG.warnf(
          "run %s: the quarantine is shown without what its records violate beside: %s",
          run, e.getMessage());
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills the index, and counts the records as if each came once and stayed. */
  private static QuarantineTopic.Visitor counting(
      Run run, QuarantineIndex index, QuarantineSums sums) {
    return new QuarantineTopic.Visitor() {
      @Override
      public void quarantined(QuarantinedRecord record, int partition, long offset) {
        index.quarantined(record, partition, offset);
        if (run.id().equals(record.getRunId()) && !index.hasChanges() && !index.hasWaiting()) {
          sums.add(record, index);
        }
      }

      @Override
      public void released(ReleasedRecord record) {
        index.released(record);
      }
    };
  }

  private static QuarantineAnswer because(QuarantineAnswer answer, Map<Place, String> causes) {
    return answer.with(
        answer.examples().stream()
            .map(e -> e.because(causes.get(new Place(e.topic(), e.partition(), e.offset()))))
            .toList());
  }

  private static boolean refersToOthers(QuarantineAnswer answer) {
    return QuarantineReason.BROKEN_REFERENCE.name().equals(answer.reason());
  }

  private static boolean isExample(List<QuarantineAnswer> answers, QuarantinedRecord record) {
    return answers.stream()
        .filter(QuarantineExport::refersToOthers)
        .flatMap(answer -> answer.examples().stream())
        .anyMatch(
            e ->
                e.offset() == record.getOffset()
                    && e.partition() == record.getPartition()
                    && e.topic().equals(record.getTopic()));
  }

  private static QuarantineIndex empty(Run run) {
    return new QuarantineIndex(
        run.id(), run.customer(), run.derivedIds(), QuarantineIndex.MOST_PARENTS);
  }

  /** Reads values; to be closed. */
  Decoder decoder() {
    return decoders.get();
  }

  /** Which records of a run are in quarantine now. */
  QuarantineIndex index(Run run) throws IOException {
    QuarantineIndex index = empty(run);
    long unused = topic.read(begin(run), index);
    return index;
  }

  static Instant begin(Run run) {
    return run.startedAt().minus(CLOCKS);
  }

  static QuarantinedRecordAnswer answer(
      Run run, QuarantinedRecord record, String rootCause, Decoder decoder) {
    return new QuarantinedRecordAnswer(
        run.number(),
        Entities.of(record).name(),
        record.getStage().name(),
        record.getReason(),
        record.getLegacyId(),
        record.getField(),
        record.getLimit(),
        record.getLength(),
        rootCause,
        record.getDetail(),
        record.getSourceRows(),
        record.getTopic(),
        record.getPartition(),
        record.getOffset(),
        decoder == null ? null : value(record, decoder),
        OtherViolations.of(record));
  }

  private static String value(QuarantinedRecord record, Decoder decoder) {
    ByteBuffer kept = record.getValue().duplicate();
    byte[] value = new byte[kept.remaining()];
    kept.get(value);
    try {
      return decoder.json(record.getTopic(), value);
    } catch (UnreadableRecordException e) {
      return "base64:" + Base64.getEncoder().encodeToString(value);
    }
  }
}
