package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.codec.UnreadableCommandException;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.wire.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;

/** Reads commands: JSON where the first byte is an opening brace, else the wire format. */
final class CommandReader {
  /**
   * A larger command is not looked at: its answer has to fit into a record. The 10,000 ids of a
   * replay fit into it.
   */
  static final int MOST_BYTES = 512 * 1024;

  /** The same of a command that nobody signed: whoever reaches the topic may send it. */
  static final int MOST_UNSIGNED_BYTES = 64 * 1024;

  private static final String ACTION =
      "Send a JSON object, or Avro in the Confluent wire format with a schema of "
          + "dev.godwit.command.v1.";

  private final Wire wire;
  private final ControlPlaneCodec codec;

  CommandReader(Wire wire, ControlPlaneCodec codec) {
    this.wire = wire;
    this.codec = codec;
  }

  /**
   * The command in a value, of any size and content; its id may be null.
   *
   * @param isSigned whether a signature over the value was verified
   */
  Command read(String topic, byte[] value, boolean isSigned) throws UnreadableCommandException {
    if (value == null || value.length == 0) {
      throw unreadable("a command", "no value");
    }
    int most = isSigned ? MOST_BYTES : MOST_UNSIGNED_BYTES;
    if (value.length > most) {
      throw new UnreadableCommandException(
          UnreadableCommandException.UNREADABLE,
          null,
          null,
          new Rejection(
              "a command of at most %d bytes%s"
                  .formatted(most, isSigned ? "" : ", since no signature proves its author"),
              value.length + " bytes",
              isSigned
                  ? "Shorten it, or send several, each with an id of its own."
                  : "Sign it, which allows %d bytes, or shorten it.".formatted(MOST_BYTES)));
    }
    return value[0] == '{' ? codec.toCommand(value) : fromWire(topic, value);
  }

  private Command fromWire(String topic, byte[] value) throws UnreadableCommandException {
    SpecificRecord avro;
    try {
      avro = wire.decode(topic, value);
    } catch (UnreadableRecordException e) {
      throw unreadable(
          "JSON (first byte {) or the Confluent wire format (first byte 0)",
          value[0] == 0
              ? e.getMessage()
              : "%d bytes that begin with 0x%02x".formatted(value.length, value[0]));
    }
    if (!ControlPlaneCodec.isOf(ControlPlaneCodec.COMMANDS, avro)) {
      throw unreadable("a record of dev.godwit.command.v1", avro.getSchema().getFullName());
    }
    return codec.toCommand(avro);
  }

  private static UnreadableCommandException unreadable(String expected, String found) {
    return new UnreadableCommandException(
        UnreadableCommandException.UNREADABLE, null, null, new Rejection(expected, found, ACTION));
  }
}
