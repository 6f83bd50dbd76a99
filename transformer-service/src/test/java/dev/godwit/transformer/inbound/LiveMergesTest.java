package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.inbound.MergesOfRun.Answer;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.RunMerges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveMergesTest {
  private final List<String> failures = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private StageFailedException broken;
  private RunMerges found;
  private int reads;

  private final LiveMerges merges =
      new LiveMerges(
          run -> {
            reads++;
            if (broken != null) {
              throw broken;
            }
            return Optional.ofNullable(found);
          },
          (run, resumes, failure) -> failures.add(run.runId() + " " + failure.getMessage()),
          Duration.ofMinutes(1),
          () -> now);

  @Test
  void shouldWaitForThePlanAndThenKnowTheGroups() {
    assertThat(merges.of(TestPack.RUN, 0)).isEqualTo(new Answer.Waiting("the plan of run acme/1"));
    found = RunMerges.NONE;
    assertThat(merges.of(TestPack.RUN, 0)).isEqualTo(new Answer.Known(RunMerges.NONE));
    assertThat(failures).isEmpty();
  }

  @Test
  void shouldReportGroupsThatAreIncompleteOnceAndReadThemAgainWhenTheRunIsResumed() {
    broken = new StageFailedException("topic", "one is missing", "start another run");
    assertThat(merges.of(TestPack.RUN, 0)).isInstanceOf(Answer.Waiting.class);
    assertThat(merges.of(TestPack.RUN, 0)).isInstanceOf(Answer.Waiting.class);
    assertThat(failures).containsExactly("acme/1 one is missing");
    assertThat(reads).isEqualTo(1);

    assertThat(merges.of(TestPack.RUN, 1)).isInstanceOf(Answer.Waiting.class);
    assertThat(failures).as("it failed again after it was resumed").hasSize(2);

    broken = null;
    found = RunMerges.NONE;
    assertThat(merges.of(TestPack.RUN, 2)).isInstanceOf(Answer.Known.class);
    assertThat(failures).hasSize(2);
  }

  @Test
  void shouldReadThemAgainAfterATimeWhenTheRunIsCommitted() {
    broken = new StageFailedException("topic", "one is missing", "restore the topic");
    merges.of(TestPack.RUN, 0);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(merges.of(TestPack.RUN, 0)).isInstanceOf(Answer.Waiting.class);
    assertThat(failures).as("the same failure is reported once").hasSize(1);

    broken = null;
    found = RunMerges.NONE;
    assertThat(merges.of(TestPack.RUN, 0)).isInstanceOf(Answer.Waiting.class);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(merges.of(TestPack.RUN, 0)).isInstanceOf(Answer.Known.class);
  }
}
