package dev.godwit.transformer.shape;

import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.BodyBuffer;
import java.util.Arrays;

/** Writes one cell of a row, as a column of the pack was compiled to. */
interface Cell {
  /**
   * Writes the cell in Avro's form.
   *
   * @throws QuarantinedException where the column cannot take the value
   */
  void write(Shaping row) throws QuarantinedException;

  /** A cell that is the same in every row, written once, copied for ever. */
  static Cell constant(Cell cell) throws QuarantinedException {
    BodyBuffer out = new BodyBuffer();
    Shaping nothing = new Shaping(out);
    nothing.begin(new Object[0]);
    cell.write(nothing);
    byte[] bytes = Arrays.copyOf(out.array(), out.length());
    return row -> row.out.writeFixed(bytes, 0, bytes.length);
  }
}
