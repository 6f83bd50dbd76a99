package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BisectionPropertyTest {

  /** Refuses some records, and any pair of records of one key, as a unique constraint does. */
  private static final class FakeTarget implements Bisection.Sink {
    private final Set<Integer> bad;
    private final int keys;
    private final List<Integer> held = new ArrayList<>();
    private int writes;

    FakeTarget(Set<Integer> bad, int keys) {
      this.bad = bad;
      this.keys = keys;
    }

    @Override
    public void write(int[] records, int from, int to) throws SQLException {
      writes++;
      List<Integer> after = new ArrayList<>(held);
      for (int i = from; i < to; i++) {
        int record = records[i];
        if (bad.contains(record)) {
          throw new SQLException("check violated", "23514");
        }
        if (keys > 0 && after.stream().anyMatch(other -> other % keys == record % keys)) {
          throw new SQLException("key is there", "23505");
        }
        after.add(record);
      }
      held.clear();
      held.addAll(after);
    }
  }

  @Property
  void shouldLoadAllOthersWhenSomeRecordsAreRefused(
      @ForAll @IntRange(max = 300) int size,
      @ForAll @Size(max = 20) Set<@IntRange(max = 299) Integer> bad)
      throws SQLException {
    FakeTarget target = new FakeTarget(bad, 0);
    List<Integer> refused = load(size, target);

    List<Integer> all = IntStream.range(0, size).boxed().toList();
    assertThat(refused).containsExactlyElementsOf(all.stream().filter(bad::contains).toList());
    assertThat(target.held)
        .containsExactlyElementsOf(all.stream().filter(r -> !bad.contains(r)).toList());
  }

  @Property
  void shouldLoadTheFirstRecordWhenSeveralHaveOneKey(
      @ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(min = 1, max = 50) int keys)
      throws SQLException {
    FakeTarget target = new FakeTarget(Set.of(), keys);
    List<Integer> refused = load(size, target);

    assertThat(target.held)
        .containsExactlyElementsOf(IntStream.range(0, Math.min(size, keys)).boxed().toList());
    assertThat(new TreeSet<>(refused)).hasSize(size - Math.min(size, keys));
  }

  @Property
  void shouldWriteAboutTwiceTheLogarithmWhenOneRecordIsRefused(
      @ForAll @IntRange(min = 1, max = 5000) int size, @ForAll @IntRange(max = 4999) int at)
      throws SQLException {
    FakeTarget target = new FakeTarget(Set.of(at % size), 0);
    load(size, target);

    assertThat(target.writes)
        .isLessThanOrEqualTo(2 * (33 - Integer.numberOfLeadingZeros(size)) + 1);
  }

  @Example
  void shouldStopAtOnceWhenNoRowIsAtFault() {
    Bisection.Sink gone =
        (records, from, to) -> {
          throw new SQLException("relation is gone", "42P01");
        };

    assertThatThrownBy(() -> load(100, gone))
        .isInstanceOf(SQLException.class)
        .hasMessage("relation is gone");
  }

  private static List<Integer> load(int size, Bisection.Sink sink) throws SQLException {
    List<Integer> refused = new ArrayList<>();
    Bisection.load(IntStream.range(0, size).toArray(), sink, (record, why) -> refused.add(record));
    return refused;
  }
}
