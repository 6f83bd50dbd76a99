package dev.godwit.loader.rows;

import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.reference.ParentCheck.Broken;
import dev.godwit.loader.reference.ParentCheck.ReferenceUse;
import dev.godwit.loader.rows.RowLoader.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the rows of a batch as {@link RowLoader} does, and none whose parent of the same entity
 * the target refuses, down to the last descendant: the target does not have to know the reference.
 * Where such rows were written, all of the batch is taken back and written without them. Not
 * thread-safe.
 */
public final class TreeLoader {
  private final Connection connection;
  private final EncodedBatch batch;
  private final RowLoader rows;

  /**
   * The outcome of the records; those in none of the three are loaded.
   *
   * @param held positions of records that the target held already
   * @param refused records that the target refuses, in order
   * @param broken records whose parent is refused, or is broken itself
   */
  public record Outcome(BitSet held, List<Refused> refused, List<Broken> broken) {}

  /**
   * Writes a batch by a connection without auto-commit, inside its open transaction.
   *
   * @param foundIds ids that were found in the same transaction
   */
  public TreeLoader(Connection connection, EncodedBatch batch, FoundIds foundIds) {
    this(connection, batch, foundIds, false);
  }

  /**
   * As above.
   *
   * @param keysAreChecked whether the rows are written without the database's own check of foreign
   *     keys, as {@link SetwiseKeys} decides
   */
  public TreeLoader(
      Connection connection, EncodedBatch batch, FoundIds foundIds, boolean keysAreChecked) {
    this.connection = connection;
    this.batch = batch;
    this.rows = new RowLoader(connection, batch, foundIds, keysAreChecked);
  }

  /**
   * Loads all records of the batch but {@code without}, whose parents the caller has checked.
   *
   * @throws SQLException any error that is not a row's; the transaction cannot go on
   */
  public Outcome load(BitSet without) throws SQLException {
    if (!batch.hasOwnReferences()) {
      RowLoader.Outcome outcome = rows.load(without);
      return new Outcome(outcome.held(), outcome.refused(), List.of());
    }
    BitSet out = (BitSet) without.clone();
    List<Refused> refused = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    while (true) {
      Savepoint before = connection.setSavepoint();
      RowLoader.Outcome outcome = rows.load(out);
      List<Broken> found = broken(out, outcome);
      if (!found.isEmpty()) {
        connection.rollback(before);
      }
      connection.releaseSavepoint(before);
      found.forEach(one -> out.set(one.record()));
      outcome.refused().stream().filter(one -> !out.get(one.record())).forEach(refused::add);
      if (found.isEmpty()) {
        refused.sort(Comparator.comparingInt(Refused::record));
        return new Outcome(outcome.held(), refused, broken);
      }
      refused.forEach(one -> out.set(one.record()));
      broken.addAll(found);
    }
  }

  private List<Broken> broken(BitSet out, RowLoader.Outcome outcome) throws SQLException {
    if (outcome.refused().isEmpty()) {
      return List.of();
    }
    BitSet written = new BitSet();
    written.set(0, batch.size());
    written.andNot(out);
    written.andNot(outcome.held());
    outcome.refused().forEach(one -> written.clear(one.record()));
    List<ReferenceUse> own =
        batch.references().stream()
            .filter(use -> use.reference().isOwn() && !out.get(use.record()))
            .toList();
    return ParentCheck.findWritten(connection, batch.target(), own, written, batch::position);
  }
}
