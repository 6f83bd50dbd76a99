package dev.godwit.linkage.block;

import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowWriter;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A way to put rows into blocks: rows with equal keys are compared with each other.
 *
 * @param name as reports show it, such as {@code family name + outlet}
 * @param columns indexes of the columns that the key is made of
 * @param parts of the key; a row where one gives null has no key
 */
record BlockPass(String name, Set<Integer> columns, List<Function<NormalRow, String>> parts) {
  BlockPass {
    columns = Set.copyOf(columns);
    parts = List.copyOf(parts);
  }

  /** Key of a row, different from those of any other pass; 0 where it has none. */
  long key(int pass, NormalRow row) {
    StringBuilder key = new StringBuilder().append(pass);
    for (Function<NormalRow, String> part : parts) {
      String text = part.apply(row);
      if (text == null || text.isEmpty()) {
        return 0;
      }
      key.append('\u0000').append(text);
    }
    return RowWriter.hash(key.toString());
  }
}
