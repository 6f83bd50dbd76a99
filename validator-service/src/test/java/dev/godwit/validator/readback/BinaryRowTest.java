package dev.godwit.validator.readback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BinaryRowTest {
  private final byte[] message =
      ByteBuffer.allocate(2 + 4 + 3 + 4 + 4)
          .putShort((short) 3)
          .putInt(3)
          .put(new byte[] {'a', 'b', 'c'})
          .putInt(-1)
          .putInt(0)
          .array();

  @Test
  void fieldsArePointedAtWithoutBeingCopied() {
    BinaryRow row = new BinaryRow(3);
    row.point(message, 0);

    assertThat(row.bytes()).isSameAs(message);
    assertThat(row.offset(0)).isEqualTo(6);
    assertThat(row.length(0)).isEqualTo(3);
    assertThat(row.isNull(1)).isTrue();
    assertThat(row.isNull(2)).isFalse();
    assertThat(row.length(2)).isZero();
  }

  @Test
  void anotherNumberOfFieldsIsRefused() {
    assertThatThrownBy(() -> new BinaryRow(2).point(message, 0))
        .isInstanceOf(ReadBackException.class)
        .hasMessageContaining("Expected a row of 2 fields, found 3");
  }

  @Test
  void aRowThatIsCutOffIsRefused() {
    byte[] half = java.util.Arrays.copyOf(message, 8);

    assertThatThrownBy(() -> new BinaryRow(3).point(half, 0))
        .isInstanceOf(ReadBackException.class)
        .hasMessageContaining("found its beginning only");
  }
}
