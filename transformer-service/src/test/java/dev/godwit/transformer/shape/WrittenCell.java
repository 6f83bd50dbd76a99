package dev.godwit.transformer.shape;

import dev.godwit.pack.TargetColumn;
import dev.godwit.row.v1.TableRow;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.BodyBuffer;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/** A text as the transformer writes it into a cell, and as the loader reads that cell. */
final class WrittenCell {
  private static final Schema CELL =
      TableRow.getClassSchema().getField("cells").schema().getElementType();

  private WrittenCell() {}

  static Object of(TargetColumn column, String text) throws QuarantinedException, IOException {
    BodyBuffer out = new BodyBuffer();
    TypedText.of(column, "every." + column.name(), false).write(text, new Shaping(out));
    return read(out);
  }

  /** The only cell that was written; texts as {@link String}. */
  static Object read(BodyBuffer out) throws IOException {
    Object cell =
        new GenericDatumReader<>(CELL)
            .read(null, DecoderFactory.get().binaryDecoder(out.copy(), null));
    return cell instanceof CharSequence characters ? characters.toString() : cell;
  }
}
