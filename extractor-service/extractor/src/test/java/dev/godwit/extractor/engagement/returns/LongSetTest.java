package dev.godwit.extractor.engagement.returns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {
  @Test
  void it_is_a_set() {
    Random random = new Random(1);
    Set<Long> plain = new HashSet<>();
    LongSet set = new LongSet();
    for (int i = 0; i < 50_000; i++) {
      long key = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(20_000) - 10_000;
      assertThat(set.add(key)).isEqualTo(plain.add(key));
    }
    assertThat(set.size()).isEqualTo(plain.size());
    set.clear();
    assertThat(set.size()).isZero();
    assertThat(set.add(0)).isTrue();
  }
}
