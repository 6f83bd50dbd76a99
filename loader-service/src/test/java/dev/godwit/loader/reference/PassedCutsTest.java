package dev.godwit.loader.reference;

import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.loader.inbound.PausedPartitions;
import dev.godwit.loader.progress.CutStore.PassedCut;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PassedCutsTest {
  private final PassedCuts passed = new PassedCuts();

  @Test
  void shouldLoadContactsWhenNoCutHasPassed() {
    assertThat(passed.mayLoad(CONTACTS, 0)).isTrue();
  }

  @Test
  void shouldLoadEmailsWhenTheContactsOfTheirPartitionHavePassedTheCut() {
    passed.add(List.of(new PassedCut(CONTACTS, 3, 1, 6)));

    assertThat(passed.mayLoad(EMAILS, 3)).isTrue();
    assertThat(passed.mayLoad(EMAILS, 2)).isFalse();
    assertThat(passed.mayLoad(ENGAGEMENTS, 3)).isFalse();
  }

  @Test
  void shouldLoadEngagementsWhenEmailsHavePassedTheCut() {
    passed.add(List.of(new PassedCut(CONTACTS, 3, 1, 6), new PassedCut(EMAILS, 3, 1, 6)));

    assertThat(passed.mayLoad(ENGAGEMENTS, 3)).isTrue();
  }

  @Test
  void shouldBeEverywhereWhenEveryPartitionOfTheCutHasPassed() {
    assertThat(passed.everywhere(CONTACTS)).isFalse();
    passed.add(List.of(new PassedCut(CONTACTS, 0, 1, 2), new PassedCut(CONTACTS, 0, 2, 2)));
    assertThat(passed.everywhere(CONTACTS)).isFalse();
    passed.add(List.of(new PassedCut(CONTACTS, 1, 1, 2)));
    assertThat(passed.everywhere(CONTACTS)).isTrue();
  }

  @Test
  void shouldReleaseAPartitionWhenItsPauseIsOver() {
    PausedPartitions paused = new PausedPartitions();
    TopicPartition emails = new TopicPartition("emails", 1);
    TopicPartition held = new TopicPartition("emails", 0);
    paused.add(emails, new PauseReason.CutOfPartition("acme/1", CONTACTS, 1));
    paused.add(held, new PauseReason.RunResume("acme/1", 0));
    assertThat(paused.release(wait -> wait.isOver(passed))).isEmpty();

    passed.add(List.of(new PassedCut(CONTACTS, 1, 1, 2)));

    assertThat(paused.release(wait -> wait.isOver(passed))).containsOnlyKeys(emails);
    assertThat(paused.contains(held)).isTrue();
    assertThat(paused.runs()).containsExactly("acme/1");
  }
}
