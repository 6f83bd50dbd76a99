package dev.godwit.worker.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptMergesTest {
  private final KeptMerges kept = new KeptMerges(10);

  @Test
  void shouldKeepThoseThatWereUsedLast() {
    RunMerges first = of(4);
    RunMerges third = of(4);
    kept.put("1", first);
    kept.put("2", of(4));
    assertThat(kept.get("1")).isSameAs(first);
    kept.put("3", third);
    assertThat(kept.get("2")).as("not used for longest").isNull();
    assertThat(kept.get("1")).isSameAs(first);
    assertThat(kept.get("3")).isSameAs(third);
  }

  @Test
  void shouldKeepTheLastEvenWhereItIsLargerThanTheLimit() {
    RunMerges large = of(50);
    kept.put("1", of(2));
    kept.put("large", large);
    assertThat(kept.get("large")).isSameAs(large);
    assertThat(kept.get("1")).isNull();
    RunMerges small = of(2);
    kept.put("2", small);
    assertThat(kept.get("large")).isNull();
    kept.put("2", of(3));
    kept.put("3", of(7));
    assertThat(kept.get("2")).as("the one that was replaced does not count").isNotNull();
  }

  private static RunMerges of(int members) {
    List<String> ids = IntStream.range(0, members).mapToObj(Integer::toString).toList();
    return new RunMerges(
        Map.of(Entity.CONTACTS, new Merges(List.of(new MergeGroup(ids, MergeGroup.SAME_ADDRESS)))));
  }
}
