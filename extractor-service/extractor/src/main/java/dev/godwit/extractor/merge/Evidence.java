package dev.godwit.extractor.merge;

import dev.godwit.row.v1.ComparedField;
import java.util.List;

/**
 * A link with what its fields say. Immutable.
 *
 * @param link the link
 * @param fields how each field compares
 */
public record Evidence(Link link, List<ComparedField> fields) {
  public Evidence {
    fields = List.copyOf(fields);
  }
}
