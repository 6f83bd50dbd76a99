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

  /** True where the email of an event is found by the loader: its cell is NULL here. */
  boolean emailByMessage;

  Shaping(BodyBuffer out) {
    this.out = out;
  }

  void begin(Object[] recordValues) {
    values = recordValues;
    item = null;
    id = null;
    eventId = null;
    emailByMessage = false;
  }
}
