package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RowDigestTest {
  private final RowDigest digest = new RowDigest();

  @Test
  void shouldHashTheDocumentedCanonicalForm() {
    byte[] form =
        HexFormat.of()
            .parseHex(
                "00" // null
                    + "0101" // true
                    + "02000000000000002a" // 42
                    + "033ff8000000000000" // 1.5
                    + "0400000003c3a978" // "éx"
                    + "05000000020102"); // bytes 1, 2
    List<Object> row =
        Arrays.asList(null, true, 42L, 1.5, "\u00e9x", ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(digest.hash(row)).isEqualTo(ByteDigest.hash(form));
  }

  @Test
  void shouldHashEqualValuesOfOtherJavaTypesAlike() {
    UUID id = UUID.fromString("efef520d-b17d-5037-9c59-c790324e59fa");
    assertThat(digest.hash(List.of(7, (short) 8, 0.5f, id, CharBuffer.wrap("x"))))
        .isEqualTo(digest.hash(List.of(7L, 8L, 0.5, ByteBuffer.wrap(DerivedId.bytes(id)), "x")));
  }

  @Test
  void shouldDistinguishNullAndEmptyText() {
    assertThat(digest.hash(Arrays.asList((Object) null))).isNotEqualTo(digest.hash(List.of("")));
  }

  @Test
  void shouldNoticeACharacterThatMovesToTheNextColumn() {
    assertThat(digest.hash(List.of("ab", "c"))).isNotEqualTo(digest.hash(List.of("a", "bc")));
  }

  @Test
  void shouldHashTheKeyInItsOrder() {
    List<Object> row = List.of("a", 1L, "b");
    assertThat(digest.keyHash(row, new int[] {0, 2}))
        .isNotEqualTo(digest.keyHash(row, new int[] {2, 0}))
        .isEqualTo(digest.hash(List.of("a", "b")));
  }

  @Test
  void shouldTakeOmittedCellsAsNullWhenARowIsHashed() {
    List<Object> row = List.of("a", 1L, "bc", true, "d");
    List<Object> without = Arrays.asList("a", null, "bc", null, "d");
    assertThat(digest.hash(row, new int[] {1, 3})).isEqualTo(digest.hash(without));
    assertThat(digest.hash(row, new int[] {0, 1, 2, 3, 4}))
        .isEqualTo(digest.hash(Arrays.asList(null, null, null, null, null)));
    assertThat(digest.hash(row, new int[0])).isEqualTo(digest.hash(row));
  }

  @Test
  void shouldHashTheSameKeyWhenOtherCellsAreOmitted() {
    List<Object> row = List.of("a", 1L, "bc", true, "d");
    digest.hash(row, new int[] {1, 3});
    assertThat(digest.keyHash(new int[] {4, 0})).isEqualTo(digest.keyHash(row, new int[] {4, 0}));
  }

  @Test
  void shouldHashARowWholeWhenItIsLargerThanTheBuffer() {
    String large = "x".repeat(1_000_000);
    assertThat(digest.hash(List.of(large, "a"))).isNotEqualTo(digest.hash(List.of(large, "b")));
  }

  @Test
  void shouldRefuseACellWithoutItsValueWhenItHasNoCanonicalForm() {
    assertThatThrownBy(() -> digest.hash(List.of(new java.math.BigDecimal("4711"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.math.BigDecimal")
        .hasMessageNotContaining("4711");
  }
}
