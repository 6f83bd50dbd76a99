package dev.godwit.pgcopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BinaryNumericTest {
  @Test
  void shouldBecomePlainDecimalsWhenDigitsAreOfBaseTenThousand() {
    assertThat(text(0, 0, 2, 1234, 5000)).isEqualTo("1234.5");
    assertThat(text(0, 0, 2, 12)).isEqualTo("12");
    assertThat(text(2, 0, 0, 1)).isEqualTo("100000000");
    assertThat(text(-1, 0, 4, 1)).isEqualTo("0.0001");
    assertThat(text(-2, 0, 8, 5000)).isEqualTo("0.00005");
  }

  @Test
  void shouldKeepTheSign() {
    assertThat(text(0, 0x4000, 1, 7, 5000)).isEqualTo("-7.5");
  }

  @Test
  void shouldBeZeroInOneFormWhenTheScaleDiffers() {
    assertThat(text(0, 0, 2)).isEqualTo("0");
  }

  @Test
  void shouldBeNamedWhenTheValueIsNoNumber() {
    assertThat(text(0, 0xC000, 0)).isEqualTo("NaN");
    assertThat(text(0, 0xD000, 0)).isEqualTo("Infinity");
    assertThat(text(0, 0xF000, 0)).isEqualTo("-Infinity");
  }

  private static String text(int weight, int sign, int scale, int... digits) {
    ByteBuffer bytes = ByteBuffer.allocate(3 + 8 + digits.length * 2).position(3);
    bytes.putShort((short) digits.length).putShort((short) weight);
    bytes.putShort((short) sign).putShort((short) scale);
    for (int digit : digits) {
      bytes.putShort((short) digit);
    }
    return BinaryNumeric.text(bytes.array(), 3, bytes.capacity() - 3);
  }

  @Test
  void shouldBeRefusedWhenTheBytesAreNotOneNumeric() {
    assertThatThrownBy(() -> BinaryNumeric.text(new byte[7], 0, 7))
        .isInstanceOf(CopyFormatException.class)
        .hasMessage("Expected a numeric with all its digits, found 7 bytes.");
    assertThatThrownBy(() -> BinaryNumeric.text(new byte[] {0, 2, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 10))
        .isInstanceOf(CopyFormatException.class);
    assertThatThrownBy(() -> BinaryNumeric.text(new byte[] {-1, -1, 0, 0, 0, 0, 0, 0}, 0, 8))
        .isInstanceOf(CopyFormatException.class);
    assertThatThrownBy(() -> text(0, 0x1234, 0))
        .isInstanceOf(CopyFormatException.class)
        .hasMessageContaining("0x1234");
    assertThatThrownBy(() -> text(0, 0, 0, 10_000))
        .isInstanceOf(CopyFormatException.class)
        .hasMessageContaining("10000");
  }
}
