package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BucketDigestTest {
  @Test
  void shouldBe256BigEndianSums() {
    BucketDigest digest = new BucketDigest();
    digest.add(0xABCD_02L, 5);
    digest.add(0x1234_02L, -6);
    ByteBuffer bytes = digest.toBytes();
    assertThat(bytes.remaining()).isEqualTo(2048);
    assertThat(bytes.getLong(16)).isEqualTo(-1);
    assertThat(digest.sum(2)).isEqualTo(-1);
    assertThat(digest.rows()).isEqualTo(2);
  }

  @Test
  void shouldLeaveTheBufferAsItWasWhenReading() {
    ByteBuffer bytes = new BucketDigest().toBytes();
    BucketDigest.fromBytes(bytes);
    assertThat(bytes.remaining()).isEqualTo(2048);
  }

  @Test
  void shouldRefuseBytesOfAnotherLength() {
    assertThatThrownBy(() -> BucketDigest.fromBytes(ByteBuffer.allocate(2047)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2047");
  }
}
