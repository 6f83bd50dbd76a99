package dev.godwit.worker.decision;

import dev.godwit.command.v1.DecideFix;
import dev.godwit.command.v1.DecideMerges;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.codec.UnreadableCommandException;
import dev.godwit.records.Topics;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.worker.decision.StoredDecision.Fixes;
import dev.godwit.worker.decision.StoredDecision.Merges;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a command of {@code migration.commands.v1}, JSON or Avro, as the decision that it holds. An
 * event named the command's offset, so anything else there is fatal. Not thread-safe.
 */
final class DecisionDecoder {
  /** Reads a value in the wire format. */
  interface Wire {
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  private final ControlPlaneCodec codec;
  private final Wire wire;

  DecisionDecoder(ControlPlaneCodec codec, Wire wire) {
    this.codec = codec;
    this.wire = wire;
  }

  /**
   * The decision in a record.
   *
   * @throws WrongDecisionException where it holds none of the customer
   */
  StoredDecision decode(String customer, ConsumerRecord<byte[], byte[]> record)
      throws WrongDecisionException {
    SpecificRecord command = command(record);
    return switch (command) {
      case DecideMerges merges -> {
        expect(customer, merges.getCustomer(), record.offset());
        yield new Merges(record.offset(), merges.getDecisions());
      }
      case DecideFix fix -> {
        expect(customer, fix.getCustomer(), record.offset());
        yield new Fixes(record.offset(), fix.getFixes());
      }
      default ->
          throw new WrongDecisionException(
              record.offset(), "the command " + command.getSchema().getName());
    };
  }

  private SpecificRecord command(ConsumerRecord<byte[], byte[]> record)
      throws WrongDecisionException {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      throw new WrongDecisionException(record.offset(), "a record without value");
    }
    try {
      return value[0] == '{'
          ? codec.toAvro(codec.toCommand(value))
          : wire.decode(Topics.COMMANDS, value);
    } catch (UnreadableCommandException | UnreadableRecordException e) {
      throw new WrongDecisionException(record.offset(), "a record that cannot be read", e);
    }
  }

  private static void expect(String customer, String found, long position)
      throws WrongDecisionException {
    if (!customer.equals(found)) {
      throw new WrongDecisionException(position, "a decision of customer " + found);
    }
  }
}
