package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByteDigestTest {
  @Test
  void shouldMeetTheValuesOfTheSpecification() {
    assertThat(ByteDigest.hash(new byte[0])).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(ByteDigest.hash("a".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xD24EC4F1A98C6E5BL);
    assertThat(ByteDigest.hash("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0x44BC2CF5AD770999L);
  }

  @Test
  void shouldRefuseARangeOutsideTheArray() {
    assertThatThrownBy(() -> ByteDigest.hash(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
