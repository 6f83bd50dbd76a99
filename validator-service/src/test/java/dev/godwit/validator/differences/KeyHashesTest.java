package dev.godwit.validator.differences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyHashesTest {
  @Test
  void itHoldsWhatAMapWouldHold() {
    Random random = new Random(42);
    KeyHashes hashes = new KeyHashes();
    Map<Long, Long> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long key = random.nextInt(20_000) * 0x9E3779B97F4A7C15L;
      if (random.nextInt(3) == 0) {
        hashes.remove(key);
        model.remove(key);
      } else {
        hashes.add(key, i);
        model.merge(key, (long) i, Long::sum);
      }
    }

    assertThat(hashes.size()).isEqualTo(model.size());
    model.forEach(
        (key, sum) -> {
          assertThat(hashes.contains(key)).isTrue();
          assertThat(hashes.sum(key)).isEqualTo(sum);
        });
  }

  @Test
  void keysThatShareTheirLowBitsDoNotCollideForEver() {
    KeyHashes hashes = new KeyHashes();
    for (long i = 0; i < 50_000; i++) {
      hashes.add(i << 8, i);
    }

    assertThat(hashes.size()).isEqualTo(50_000);
    assertThat(hashes.sum(777L << 8)).isEqualTo(777);
  }
}
