package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jpountz.xxhash.XXHashFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DigestsPropertyTest {
  private static final int[] KEY = {0};

  @Property
  void shouldHashAsLz4Does(@ForAll byte[] bytes, @ForAll @IntRange(max = 7) int skip) {
    int offset = Math.min(skip, bytes.length);
    long expected =
        XXHashFactory.safeInstance().hash64().hash(bytes, offset, bytes.length - offset, 0);
    assertThat(ByteDigest.hash(bytes, offset, bytes.length - offset)).isEqualTo(expected);
  }

  @Property
  void shouldIgnoreTheOrderOfRows(@ForAll("tables") List<List<Object>> rows) {
    List<List<Object>> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(digest(shuffled).differing(digest(rows))).isEmpty();
  }

  @Property
  void shouldNoticeADuplicate(
      @ForAll("tables") List<List<Object>> rows, @ForAll("rows") List<Object> again) {
    List<List<Object>> once = new ArrayList<>(rows);
    once.add(again);
    List<List<Object>> twice = new ArrayList<>(once);
    twice.add(again);
    assertThat(digest(twice).differing(digest(once))).hasSize(1);
  }

  @Property
  void shouldNoticeASwapOfValuesBetweenRows(
      @ForAll("rows") List<Object> one,
      @ForAll("rows") List<Object> other,
      @ForAll @IntRange(max = 5) int column) {
    Assume.that(!one.get(0).equals(other.get(0)));
    Assume.that(!java.util.Objects.equals(one.get(column), other.get(column)));
    List<Object> swappedOne = new ArrayList<>(one);
    List<Object> swappedOther = new ArrayList<>(other);
    swappedOne.set(column, other.get(column));
    swappedOther.set(column, one.get(column));
    boolean sameRows =
        swappedOne.equals(other) && swappedOther.equals(one); // only the key was different
    Assume.that(!sameRows);
    assertThat(digest(List.of(swappedOne, swappedOther)).differing(digest(List.of(one, other))))
        .isNotEmpty();
  }

  @Property
  void shouldMergeByAdding(
      @ForAll("tables") List<List<Object>> some, @ForAll("tables") List<List<Object>> more) {
    List<List<Object>> all = new ArrayList<>(some);
    all.addAll(more);
    BucketDigest merged = digest(some);
    merged.merge(digest(more));
    assertThat(merged.differing(digest(all))).isEmpty();
    assertThat(merged.rows()).isEqualTo(all.size());
  }

  @Property
  void shouldReadBackTheBytesWritten(@ForAll("tables") List<List<Object>> rows) {
    BucketDigest digest = digest(rows);
    BucketDigest read = BucketDigest.fromBytes(digest.toBytes(), digest.rows());
    assertThat(read.differing(digest)).isEmpty();
    assertThat(read.rows()).isEqualTo(rows.size());
  }

  @Property
  void shouldHashCellsOneByOneAsTheList(
      @ForAll("rows") List<Object> row,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 5) Integer> key) {
    RowDigest lists = new RowDigest();
    RowDigest cells = new RowDigest().begin();
    cells.addText(
        ((String) row.get(0)).getBytes(StandardCharsets.UTF_8), 0, utf8Length(row.get(0)));
    addNullable(cells, (Long) row.get(1));
    if (row.get(2) == null) {
      cells.addNull();
    } else {
      cells.addText((String) row.get(2));
    }
    cells.addBoolean((Boolean) row.get(3));
    cells.addDouble((Double) row.get(4));
    ByteBuffer bytes = (ByteBuffer) row.get(5);
    cells.addBytes(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    int[] positions = key.stream().mapToInt(Integer::intValue).toArray();
    assertThat(cells.keyHash(positions)).isEqualTo(lists.keyHash(row, positions));
    assertThat(cells.rowHash()).isEqualTo(lists.hash(row));
  }

  private static void addNullable(RowDigest cells, Long value) {
    if (value == null) {
      cells.addNull();
    } else {
      cells.addLong(value);
    }
  }

  private static int utf8Length(Object text) {
    return ((String) text).getBytes(StandardCharsets.UTF_8).length;
  }

  private static BucketDigest digest(List<List<Object>> rows) {
    RowDigest rowDigest = new RowDigest();
    BucketDigest digest = new BucketDigest();
    for (List<Object> row : rows) {
      digest.add(rowDigest.keyHash(row, KEY), rowDigest.hash(row));
    }
    return digest;
  }

  @Provide
  Arbitrary<List<List<Object>>> tables() {
    return rows().list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Object>> rows() {
    Arbitrary<Object> key = Arbitraries.strings().alpha().ofMaxLength(4).asGeneric();
    Arbitrary<Object> number = Arbitraries.longs().injectNull(0.2).asGeneric();
    Arbitrary<Object> text = Arbitraries.strings().ofMaxLength(12).injectNull(0.2).asGeneric();
    Arbitrary<Object> flag = Arbitraries.of(true, false).asGeneric();
    Arbitrary<Object> real = Arbitraries.doubles().asGeneric();
    Arbitrary<Object> bytes =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(ByteBuffer::wrap).asGeneric();
    return net.jqwik.api.Combinators.combine(key, number, text, flag, real, bytes)
        .as(
            (a, b, c, d, e, f) -> {
              List<Object> row = new ArrayList<>();
              Collections.addAll(row, a, b, c, d, e, f);
              return row;
            });
  }
}
