package dev.godwit.transformer.shape;

import dev.godwit.transformer.limit.CloseValues;
import dev.godwit.wire.BodyBuffer;

/** The record that is being shaped, and where its row goes. For one thread, used again. */
final class Shaping {
  final BodyBuffer out;

  /** Values of the record that come close to a limit of the target. */
  final CloseValues close = new CloseValues();

  Object[] values;
  String item;

  /** Number of the item in its list, from 1; 0 for a row of no item. */
  long position;

  /** Id of the record in the target as 16 bytes; null until a cell asks for it. */
  byte[] id;

  /** Id that the sender of an event gave it; null for none, and for a record that is no event. */
  String eventId;

  /** Identity of a live event; null for a record that is none. */
  String identity;

  /** Message id that the loader finds the email by; its cell is NULL here. Null for none. */
  String messageId;

  /** Normalised address of the message's recipient; null where none is named. */
  String recipient;

  Shaping(BodyBuffer out) {
    this.out = out;
  }

  void begin(Object[] recordValues) {
    values = recordValues;
    item = null;
    position = 0;
    id = null;
    eventId = null;
    identity = null;
    messageId = null;
    recipient = null;
    close.clear();
  }
}
