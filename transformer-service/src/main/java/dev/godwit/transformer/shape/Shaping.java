package dev.godwit.transformer.shape;

import dev.godwit.serdes.BodyBuffer;

/** The record that is being shaped, and where its row goes. For one thread, used again. */
final class Shaping {
  final BodyBuffer out;
  Object[] values;
  String item;

  /** Id of the record in the new system as 16 bytes; null until a cell asks for it. */
  byte[] id;

  Shaping(BodyBuffer out) {
    this.out = out;
  }

  void begin(Object[] recordValues) {
    values = recordValues;
    item = null;
    id = null;
  }
}
