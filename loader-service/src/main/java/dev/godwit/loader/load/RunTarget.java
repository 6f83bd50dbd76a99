package dev.godwit.loader.load;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows of one run go: the tables of its target pack in the schema of its kind. Holds the
 * encoders, so it belongs to one thread.
 */
public final class RunTarget {
  private final TargetPack pack;
  private final String customer;
  private final String schema;
  private final LoadTable[] tables;

  /**
   * @param pack completed from the catalogue
   * @param kind rehearsal or live
   * @param customer the run's customer
   */
  public RunTarget(TargetPack pack, RunKind kind, String customer) {
    this.pack = pack;
    this.customer = customer;
    this.schema = pack.schema(kind);
    List<LoadTable> byIndex = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      if (table.index() != byIndex.size()) {
        throw new IllegalArgumentException(
            "Expected table %d of pack %s to be %s, but its index is %d."
                .formatted(byIndex.size(), pack.name(), table.name(), table.index()));
      }
      byIndex.add(LoadTable.of(schema, table));
    }
    this.tables = byIndex.toArray(LoadTable[]::new);
  }

  String customer() {
    return customer;
  }

  int tableCount() {
    return tables.length;
  }

  LoadTable table(int index) {
    return tables[index];
  }

  /** Whether a table number is that of an entity's main table. */
  boolean isMain(int index, Entity entity) {
    return index == pack.main(entity).index();
  }

  /** Main table of an entity. */
  LoadTable main(Entity entity) {
    return tables[pack.main(entity).index()];
  }
}
