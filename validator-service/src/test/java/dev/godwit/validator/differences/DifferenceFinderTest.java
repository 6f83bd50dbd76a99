package dev.godwit.validator.differences;

import static dev.godwit.validator.differences.SampleTable.EVENTS;
import static dev.godwit.validator.differences.SampleTable.OPENS_LEFT_OUT;
import static dev.godwit.validator.differences.SampleTable.TABLE;
import static dev.godwit.validator.differences.SampleTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.validator.readback.ActualRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferenceFinderTest {
  private final TreeMap<Long, List<Object>> expected = new TreeMap<>();
  private final TreeMap<Long, List<Object>> actual = new TreeMap<>();
  private final List<String> found = new ArrayList<>();
  private int reads;

  DifferenceFinderTest() {
    for (long id = 0; id < 500; id++) {
      expected.put(id, row(id, "subject " + id, id % 7));
      actual.put(id, row(id, "subject " + id, id % 7));
    }
  }

  @Test
  void shouldFindNothingWhenBothSidesAreEqual() throws SQLException {
    find(1_000, 10);

    assertThat(found).isEmpty();
  }

  @Test
  void shouldFindEachKindOfDifferenceWithItsFieldsWhenRowsDiffer() throws SQLException {
    actual.remove(7L);
    actual.put(900L, row(900, "new", 0));
    actual.put(8L, row(8, "other", 1));
    actual.put(9L, row(9, "subject 9", 6));

    find(1_000, 10);

    assertThat(found)
        .containsExactlyInAnyOrder(
            "MISSING id=7 []",
            "UNEXPECTED id=900 []",
            "CHANGED id=8 [subject]",
            "CHANGED id=9 [opens]");
  }

  @Test
  void shouldIgnoreAColumnWhenThePackLeavesItOutOfTheComparison() throws SQLException {
    actual.put(8L, row(8, "other", 99));
    actual.put(9L, row(9, "subject 9", 99));
    ActualRows rows =
        (table, visitor) -> {
          RowDigest digest = new RowDigest();
          for (List<Object> row : actual.values()) {
            long key = digest.keyHash(row, new int[] {0});
            visitor.row(key, digest.hash(row, table.uncomparedPositions()), () -> row);
          }
        };
    ExpectedRows wanted = (table, visitor) -> expected.values().forEach(visitor::row);

    new DifferenceFinder(wanted, rows, this::record, 1_000, 10)
        .find(OPENS_LEFT_OUT, expected.size(), allBuckets());

    assertThat(found).containsExactly("CHANGED id=8 [subject]");
  }

  @Test
  void shouldFindEachDifferenceOnceWhenMemoryIsSmall() throws SQLException {
    for (long id = 0; id < 500; id++) {
      if (id % 3 == 0) {
        actual.remove(id);
        actual.put(id + 10_000, row(id + 10_000, "x", 1));
      } else if (id % 3 == 1) {
        actual.put(id, row(id, "changed", 99));
      }
    }

    find(20, 2);

    assertThat(found).hasSize(167 * 2 + 167).doesNotHaveDuplicates();
    assertThat(found).filteredOn(f -> f.startsWith("CHANGED")).hasSize(167);
    assertThat(reads).isGreaterThan(25);
  }

  @Test
  void shouldReportOnlyKeysOfOpenedBucketsWhenSomeBucketsDiffer() throws SQLException {
    actual.remove(7L);
    actual.remove(8L);
    int bucket = BucketDigest.bucketOf(new RowDigest().keyHash(expected.get(7L), new int[] {0}));

    finder(1_000, 10).find(TABLE, expected.size(), List.of(bucket));

    assertThat(found).containsExactly("MISSING id=7 []");
  }

  @Test
  void shouldNameAKeyWhenItWasWrittenTwice() throws SQLException {
    ExpectedRows twice =
        (table, visitor) -> {
          visitor.row(row(1, "a", 1));
          visitor.row(row(1, "a", 1));
        };
    ActualRows once = (table, visitor) -> show(row(1, "a", 1), visitor);

    new DifferenceFinder(twice, once, this::record, 100, 10).find(TABLE, 2, allBuckets());

    assertThat(found)
        .containsExactly("CHANGED id=1 [" + DifferenceFinder.WRITTEN_MORE_THAN_ONCE + "]");
  }

  @Test
  void shouldReportAllRowsAsUnexpectedWhenNoneIsExpected() throws SQLException {
    expected.clear();

    find(100, 10);

    assertThat(found).hasSize(500).allMatch(f -> f.startsWith("UNEXPECTED"));
  }

  @Test
  void shouldAcceptEitherFormWhenAnEventIsExpectedTwice() throws SQLException {
    List<List<Object>> wanted =
        List.of(event(1, "a", "open"), event(1, "a", "click"), event(2, "a", "open"));

    assertThat(events(wanted, List.of(event(1, "a", "click"), event(2, "a", "open")))).isEmpty();
    assertThat(events(wanted, List.of(event(1, "a", "open"), event(2, "a", "open")))).isEmpty();
    assertThat(events(wanted, List.of(event(1, "a", "view"), event(2, "a", "open"))))
        .containsExactly("CHANGED id=1 [kind]");
    assertThat(events(wanted, List.of(event(2, "a", "open"), event(3, "a", "open"))))
        .containsExactlyInAnyOrder("MISSING id=1 []", "UNEXPECTED id=3 []");
  }

  @Test
  void shouldTakeTheLoadersEmailWhenAnEventNamesOnlyTheMessage() throws SQLException {
    List<List<Object>> wanted = List.of(event(1, null, "open"), event(2, null, "open"));

    assertThat(events(wanted, List.of(event(1, "a", "open"), event(2, "b", "open")))).isEmpty();
    assertThat(events(wanted, List.of(event(1, "a", "open"), event(2, "b", "click"))))
        .containsExactly("CHANGED id=2 [kind]");
  }

  private List<String> events(List<List<Object>> wanted, List<List<Object>> there)
      throws SQLException {
    found.clear();
    ExpectedRows left = (table, visitor) -> wanted.forEach(visitor::row);
    ActualRows right = (table, visitor) -> there.forEach(cells -> show(cells, visitor));
    new DifferenceFinder(left, right, this::record, 100, 1)
        .find(EVENTS, wanted.size(), allBuckets());
    return List.copyOf(found);
  }

  private static List<Object> event(long id, String email, String kind) {
    return java.util.Arrays.asList(id, email, kind);
  }

  private void find(int keysPerPass, int rowsHeld) throws SQLException {
    finder(keysPerPass, rowsHeld).find(TABLE, expected.size(), allBuckets());
  }

  private DifferenceFinder finder(int keysPerPass, int rowsHeld) {
    ExpectedRows left =
        (table, visitor) -> {
          reads++;
          expected.values().forEach(visitor::row);
        };
    ActualRows right =
        (table, visitor) -> {
          for (List<Object> cells : actual.values()) {
            show(cells, visitor);
          }
        };
    return new DifferenceFinder(left, right, this::record, keysPerPass, rowsHeld);
  }

  private static void show(List<Object> cells, ActualRows.Visitor visitor) {
    RowDigest digest = new RowDigest();
    visitor.row(digest.keyHash(cells, new int[] {0}), digest.hash(cells), () -> cells);
  }

  private void record(
      dev.godwit.pack.TargetTable table,
      String key,
      DifferenceSink.Kind kind,
      List<String> fields) {
    found.add(kind + " " + key + " " + fields);
  }

  private static Collection<Integer> allBuckets() {
    return IntStream.range(0, BucketDigest.BUCKETS).boxed().toList();
  }
}
