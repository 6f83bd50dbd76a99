package dev.godwit.transformer.shape;

import dev.godwit.wire.BodyBuffer;

/** The record that is being shaped, and where its row goes. For one thread, used again. */
final class Shaping {
  final BodyBuffer out;
  Object[] values;
  String item;

  /** Id of the record in the new system as 16 bytes; null until a cell asks for it. */
  byte[] id;

  /** Id that the sender of an event gave it; null where there is none, and for what is no event. */
  String eventId;

  /** What a live event is recognised by; null for what is none. */
  String identity;

  /** What the loader finds the email by, whose cell is NULL here; null where it is a value. */
  String messageId;

  Shaping(BodyBuffer out) {
    this.out = out;
  }

  void begin(Object[] recordValues) {
    values = recordValues;
    item = null;
    id = null;
    eventId = null;
    identity = null;
    messageId = null;
  }
}
