package dev.godwit.linkage;

import dev.godwit.linkage.block.Blocks;
import dev.godwit.linkage.model.MatchModel;
import dev.godwit.linkage.model.PairScore;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Result of a search: proposed pairs and groups. Evidence is computed anew when it is asked for,
 * from spill files, so the result needs little memory. Not thread-safe. Closing it deletes the
 * files; nothing may be asked after.
 */
public final class Linked implements AutoCloseable {
  private final LinkageSchema schema;
  private final RowStore store;
  private final Blocks blocks;
  private final MatchModel model;
  private final FoundPairs pairs;
  private final int[] order;
  private final List<Grouping.Group> groups;

  Linked(
      LinkageSchema schema,
      LinkageSettings settings,
      RowStore store,
      Blocks blocks,
      MatchModel model,
      FoundPairs pairs) {
    this.schema = schema;
    this.store = store;
    this.blocks = blocks;
    this.model = model;
    this.pairs = pairs;
    this.order = pairs.sorted(store);
    this.groups = new Grouping(store, model, pairs, order, settings.groupRows()).groups();
  }

  /** Number of rows that were read. */
  public int rows() {
    return store.rows();
  }

  /** Number of proposed pairs. */
  public int pairs() {
    return pairs.size();
  }

  /** Number of pairs that reached the review threshold but were beyond the most that is kept. */
  public long droppedPairs() {
    return pairs.dropped();
  }

  /** Weight in bits of two rows of which nothing is known. */
  public double prior() {
    return model.prior();
  }

  /** Weight in bits that the rows taught for a graded level of a field, before frequencies. */
  public double weight(String field, Level level) {
    double weight = 0;
    for (int c = 0; c < store.columns().size(); c++) {
      weight += store.columns().get(c).name().equals(field) ? model.weight(c, level) : 0;
    }
    return weight;
  }

  /** Report of each block pass. */
  public List<BlockReport> blocks() {
    return blocks.report();
  }

  /** Gives each proposed pair with its evidence, heaviest first. */
  public void forEachPair(Consumer<PairEvidence> consumer) {
    for (int pair : order) {
      consumer.accept(evidence(pair));
    }
  }

  /** Takes proposed pairs without what their fields say. */
  @FunctionalInterface
  public interface PairVisitor {
    /**
     * Takes a pair.
     *
     * @param pair its number, by which {@link Linked#evidence} gives its evidence
     * @param left id of one row
     * @param right id of the other row
     * @param rule its rule
     * @param weight its weight in bits
     * @param isAutomatic whether the rule may merge it
     */
    void pair(int pair, String left, String right, Rule rule, double weight, boolean isAutomatic);
  }

  /** Gives each proposed pair without its evidence, heaviest first. */
  public void visitPairs(PairVisitor visitor) {
    for (int pair : order) {
      visitor.pair(
          pair,
          store.id(pairs.left(pair)),
          store.id(pairs.right(pair)),
          pairs.rule(pair),
          pairs.weight(pair),
          pairs.isAutomatic(pair));
    }
  }

  /**
   * Gives each group, in the order of the first members' ids. The rows of an automatic group may be
   * members of a group for review, too: with rows that may belong to it.
   */
  public void forEachGroup(Consumer<LinkedGroup> consumer) {
    for (Grouping.Group group : groups) {
      List<String> members = new ArrayList<>();
      for (int row : group.rows()) {
        members.add(store.id(row));
      }
      List<PairEvidence> evidence = new ArrayList<>();
      for (int pair : group.links().toIntArray()) {
        evidence.add(evidence(pair));
      }
      consumer.accept(
          new LinkedGroup(
              group.state(),
              pairs.rule(group.weakest()),
              pairs.weight(group.weakest()),
              members,
              evidence));
    }
  }

  /**
   * Explains why two rows are, or are not, proposed as one.
   *
   * @throws LinkageException when there is no row with one of the ids, or both are the same
   */
  public Explanation explain(String one, String other) {
    if (one.equals(other)) {
      throw new LinkageException(
          "Expected the ids of two rows, but found %s twice; name another row".formatted(one));
    }
    int left = rowOf(one);
    int right = rowOf(other);
    PairEvidence evidence = evidence(left, right, null);
    List<String> shared = blocks.shared(left, right);
    boolean compared = blocks.compares(left, right);
    return new Explanation(
        compared, ExplanationText.of(evidence, shared, compared), shared, evidence);
  }

  private int rowOf(String id) {
    for (int row = 0; row < store.rows(); row++) {
      if (store.id(row).equals(id)) {
        return row;
      }
    }
    throw new LinkageException(
        "Expected the id of one of %d rows, but found %s; list the rows' ids"
            .formatted(store.rows(), id));
  }

  /**
   * Evidence of a proposed pair.
   *
   * @param pair the pair's number
   */
  public PairEvidence evidence(int pair) {
    return evidence(
        pairs.left(pair),
        pairs.right(pair),
        pairs.isAutomatic(pair) ? PairState.AUTOMATIC : PairState.REVIEW);
  }

  private PairEvidence evidence(int one, int other, PairState state) {
    NormalRow left = store.row(one);
    NormalRow right = store.row(other);
    if (left.id().compareTo(right.id()) > 0) {
      return evidence(other, one, state);
    }
    PairScore score = model.score(left, right);
    return new PairEvidence(
        left.id(),
        right.id(),
        state == null ? score.state() : state,
        score.rule(),
        score.weight(),
        model.prior(),
        fields(score),
        List.copyOf(score.conflicts()));
  }

  private List<ComparedField> fields(PairScore score) {
    List<ComparedField> fields = new ArrayList<>();
    List<Column> columns = store.columns();
    for (int f = 0; f < schema.fields().size(); f++) {
      Level level = null;
      double weight = 0;
      for (int c = 0; c < columns.size(); c++) {
        if (columns.get(c).field() == f) {
          Level found = score.levels()[c];
          level = level == null || found.compareTo(level) > 0 ? found : level;
          weight += score.weights()[c];
        }
      }
      fields.add(new ComparedField(schema.fields().get(f).name(), level, weight));
    }
    return fields;
  }

  @Override
  public void close() {
    store.close();
  }
}
