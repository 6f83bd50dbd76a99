package dev.godwit.pgcopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CopyReaderTest {
  private static final byte[] HEADER = CopyStream.header();
  private static final byte[] END = CopyStream.trailer();
  private static final byte[] ROW =
      ByteBuffer.allocate(2 + 4 + 3 + 4 + 4)
          .putShort((short) 3)
          .putInt(3)
          .put(new byte[] {'a', 'b', 'c'})
          .putInt(-1)
          .putInt(0)
          .array();

  @Test
  void shouldPointAtFieldsWithoutCopyingThem() throws SQLException {
    CopyTuple row = reader(HEADER, ROW, END).next();

    assertThat(row.bytes()).isSameAs(ROW);
    assertThat(row.start(0)).isEqualTo(6);
    assertThat(row.length(0)).isEqualTo(3);
    assertThat(row.text(0)).isEqualTo("abc");
    assertThat(row.isNull(1)).isTrue();
    assertThat(row.text(1)).isNull();
    assertThat(row.isNull(2)).isFalse();
    assertThat(row.text(2)).isEmpty();
  }

  @Test
  void shouldReadTheSameRowsWhereverMessagesBegin() throws SQLException {
    assertThat(texts(HEADER, ROW, ROW, END)).containsExactly("abc", "abc");
    assertThat(texts(join(HEADER, ROW), ROW, END)).containsExactly("abc", "abc");
    assertThat(texts(join(HEADER, ROW, ROW, END))).containsExactly("abc", "abc");
    assertThat(texts(HEADER, new byte[0], join(ROW, ROW, END))).containsExactly("abc", "abc");
    assertThat(texts(join(HEADER, END))).isEmpty();
  }

  @Test
  void shouldSkipTheExtensionOfTheHeader() throws SQLException {
    byte[] extended = ByteBuffer.allocate(HEADER.length + 5).put(HEADER).array();
    ByteBuffer.wrap(extended).putInt(HEADER.length - 4, 5);

    assertThat(texts(join(extended, ROW), END)).containsExactly("abc");
  }

  @Test
  void shouldKeepACopyWhenTheReaderGoesOn() throws SQLException {
    CopyReader reader = reader(HEADER, ROW, row("xyz"), END);
    CopyTuple kept = reader.next().copy();
    reader.next();

    assertThat(kept.text(0)).isEqualTo("abc");
  }

  @Test
  void shouldBeRefusedWhenTheHeaderIsNotPostgres() {
    assertFails(() -> texts(new byte[HEADER.length]), "Expected PostgreSQL's binary COPY");
    assertFails(() -> texts(Arrays.copyOf(HEADER, 12)), "Expected PostgreSQL's binary COPY");
    assertFails(() -> texts(new byte[0]), "Expected PostgreSQL's binary COPY");
  }

  @Test
  void shouldBeRefusedWhenTheHeaderHasACriticalFlag() {
    byte[] withIds = HEADER.clone();
    withIds[12] = 1;
    assertFails(() -> texts(withIds, END), "found flags 0x10000");
  }

  @Test
  void shouldBeRefusedWhenTheExtensionDoesNotFit() {
    for (int length : new int[] {-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      byte[] header = HEADER.clone();
      ByteBuffer.wrap(header).putInt(HEADER.length - 4, length);
      assertFails(() -> texts(header, END), "found a length of " + length);
    }
  }

  @Test
  void shouldBeRefusedWhenTheNumberOfFieldsIsAnother() {
    assertThatThrownBy(() -> new CopyReader(new Messages(HEADER, ROW, END), 2).next())
        .isInstanceOf(CopyFormatException.class)
        .hasMessageContaining("Expected a row of 2 fields, found 3");
    assertFails(() -> texts(HEADER, new byte[] {-1, -2}), "Expected a row of 3 fields, found -2");
  }

  @Test
  void shouldBeRefusedWhenARowIsCutOffAnywhere() {
    for (int length = 1; length < ROW.length; length++) {
      byte[] part = Arrays.copyOf(ROW, length);
      assertFails(() -> texts(HEADER, part, END), "found its beginning only");
    }
  }

  @Test
  void shouldBeRefusedWhenALengthIsNegativeOrTooLarge() {
    for (int length : new int[] {-2, Integer.MIN_VALUE}) {
      byte[] row = ROW.clone();
      ByteBuffer.wrap(row).putInt(2, length);
      assertFails(() -> texts(HEADER, row, END), "in field 1, found " + length);
    }
    for (int length : new int[] {12, Integer.MAX_VALUE}) {
      byte[] row = ROW.clone();
      ByteBuffer.wrap(row).putInt(2, length);
      assertFails(() -> texts(HEADER, row, END), "found its beginning only");
    }
  }

  @Test
  void shouldBeRefusedWhenTheEndMarkIsMissing() {
    assertFails(() -> texts(HEADER, ROW), "the answer is incomplete");
    assertFails(() -> texts(), "the answer is incomplete");
  }

  @Test
  void shouldBeRefusedWhenSomethingFollowsTheEndMark() {
    assertFails(() -> texts(HEADER, ROW, END, ROW), "Expected nothing after the end mark");
    assertFails(() -> texts(HEADER, ROW, join(END, ROW)), "Expected nothing after the end mark");
  }

  @Test
  void shouldBeRefusedWhenAFieldHasNotTheBytesOfItsType() throws SQLException {
    CopyTuple row = reader(HEADER, ROW, END).next();

    assertFails(() -> row.integer(0), "Expected 2, 4 or 8 bytes of an integer in field 1, found 3");
    assertFails(() -> row.floating(0), "floating point");
    assertFails(() -> row.bool(0), "boolean");
    assertFails(() -> row.bool(2), "boolean");
    assertFails(() -> row.unixMicros(0), "timestamp");
    assertFails(() -> row.unixDays(0), "date");
    assertFails(() -> row.numeric(0), "numeric");
    assertFails(() -> row.jsonb(0), "version 1 of jsonb");
    assertFails(() -> row.jsonb(2), "version 1 of jsonb");
    assertFails(() -> row.integer(1), "integer");
  }

  @Test
  void shouldCancelWhenClosedBeforeTheLastRow() throws SQLException {
    Messages unfinished = new Messages(HEADER, ROW, END);
    try (CopyReader reader = new CopyReader(unfinished, 3)) {
      reader.next();
    }
    Messages finished = new Messages(HEADER, END);
    try (CopyReader reader = new CopyReader(finished, 3)) {
      reader.next();
    }

    assertThat(unfinished.cancelled()).isTrue();
    assertThat(finished.cancelled()).isFalse();
  }

  private static CopyReader reader(byte[]... messages) {
    return new CopyReader(new Messages(messages), 3);
  }

  private static List<String> texts(byte[]... messages) throws SQLException {
    List<String> texts = new ArrayList<>();
    CopyReader reader = reader(messages);
    for (CopyTuple row = reader.next(); row != null; row = reader.next()) {
      texts.add(row.text(0));
    }
    assertThat(reader.next()).isNull();
    return texts;
  }

  private static byte[] row(String text) {
    byte[] row = ROW.clone();
    for (int i = 0; i < text.length(); i++) {
      row[6 + i] = (byte) text.charAt(i);
    }
    return row;
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private static void assertFails(ThrowingCallable read, String message) {
    assertThatThrownBy(read).isInstanceOf(CopyFormatException.class).hasMessageContaining(message);
  }
}
