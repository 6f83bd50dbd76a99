package dev.godwit.linkage;

import dev.godwit.linkage.model.MatchModel;
import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowStore;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes groups of pairs, heaviest link first, as Kruskal's algorithm makes a greatest spanning
 * tree: the last link is the weakest that holds the group together. An automatic link that would
 * bring two rows that conflict into one group, or make it too large, is put up for review. For one
 * use.
 */
final class Grouping {
  /** Conflicts of two rows that stand in one group through others. */
  private static final Set<Conflict> BETWEEN =
      EnumSet.of(
          Conflict.BIRTH_DATE, Conflict.GIVEN_NAME, Conflict.FAMILY_NAME, Conflict.GENERATION);

  private final RowStore store;
  private final MatchModel model;
  private final FoundPairs pairs;
  private final int[] order;
  private final int groupRows;
  private final List<Group> groups = new ArrayList<>();

  Grouping(RowStore store, MatchModel model, FoundPairs pairs, int[] order, int groupRows) {
    this.store = store;
    this.model = model;
    this.pairs = pairs;
    this.order = order;
    this.groupRows = groupRows;
  }

  /**
   * Rows of a group.
   *
   * @param weakest pair that is the weakest link
   * @param links pairs of two of its rows, heaviest first
   */
  record Group(GroupState state, int weakest, int[] rows, IntArrayList links) {}

  /** Groups in the order of their first members' ids. */
  List<Group> groups() {
    RowSets automatic = new RowSets();
    link(automatic, true);
    RowSets review = new RowSets();
    for (int root : automatic.roots()) {
      for (int row : automatic.members(root).toIntArray()) {
        if (row != root) {
          review.unite(review.root(root), review.root(row));
        }
      }
    }
    link(review, false);
    groups.sort(
        Comparator.comparing((Group group) -> store.id(group.rows()[0]))
            .thenComparing(Group::state)
            .thenComparing(group -> store.id(group.rows()[1]))
            .thenComparing(group -> -group.rows().length));
    return groups;
  }

  private void link(RowSets sets, boolean automatic) {
    Int2ObjectOpenHashMap<IntArrayList> links = new Int2ObjectOpenHashMap<>();
    int[] joining = new int[order.length];
    int joined = 0;
    for (int pair : order) {
      if (pairs.isAutomatic(pair) != automatic) {
        continue;
      }
      int root = sets.root(pairs.left(pair));
      int other = sets.root(pairs.right(pair));
      if (root == other) {
        continue;
      }
      int size = sets.members(root).size() + sets.members(other).size();
      if (automatic
          ? size <= groupRows && agree(sets.members(root), sets.members(other))
          : size <= groupRows) {
        sets.unite(root, other);
        joining[joined++] = pair;
      } else if (automatic) {
        pairs.putUpForReview(pair);
      } else {
        groups.add(
            new Group(
                GroupState.REVIEW,
                pair,
                byId(IntArrayList.of(pairs.left(pair), pairs.right(pair))),
                IntArrayList.of(pair)));
      }
    }
    Int2ObjectOpenHashMap<IntArrayList> weakest = new Int2ObjectOpenHashMap<>();
    for (int i = 0; i < joined; i++) {
      weakest.put(sets.root(pairs.left(joining[i])), IntArrayList.of(joining[i]));
    }
    for (int pair : order) {
      int root = sets.root(pairs.left(pair));
      if (root == sets.root(pairs.right(pair)) && weakest.containsKey(root)) {
        links.computeIfAbsent(root, r -> new IntArrayList()).add(pair);
      }
    }
    for (int root : sets.roots()) {
      if (weakest.containsKey(root)) {
        groups.add(
            new Group(
                automatic ? GroupState.AUTOMATIC : GroupState.REVIEW,
                weakest.get(root).getInt(0),
                byId(sets.members(root)),
                links.get(root)));
      }
    }
  }

  private boolean agree(IntArrayList rows, IntArrayList others) {
    if (rows.size() == 1 && others.size() == 1) {
      return true;
    }
    List<NormalRow> read = new ArrayList<>();
    for (int row : others.toIntArray()) {
      read.add(store.row(row));
    }
    for (int row : rows.toIntArray()) {
      NormalRow one = store.row(row);
      for (NormalRow other : read) {
        if (model.score(one, other).conflicts().stream().anyMatch(BETWEEN::contains)) {
          return false;
        }
      }
    }
    return true;
  }

  private int[] byId(IntArrayList rows) {
    List<Integer> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(store::id));
    return sorted.stream().mapToInt(Integer::intValue).toArray();
  }
}
