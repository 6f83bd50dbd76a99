package dev.godwit.extractor.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContinuousWorkerTest {
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch third = new CountDownLatch(1);
  private ContinuousWorker work;
  private int steps;

  @AfterEach
  void end() {
    work.stop();
  }

  @Test
  void shouldReleaseAndTakeTheNextStepWhenAStepFails() throws InterruptedException {
    work = new ContinuousWorker("test", began::await, this::failTwice, () -> done.add("let go"));
    work.start();
    assertThat(done).as("steps before the beginning").isEmpty();
    began.countDown();
    third.await();

    assertThat(done).containsExactly("step 1", "let go", "step 2", "let go", "step 3");
    assertThat(work.isAlive()).isTrue();

    work.stop();
    assertThat(work.isStopping()).isTrue();
    assertThat(work.isAlive()).isFalse();
    assertThat(done).last().isEqualTo("let go");
  }

  @Test
  void shouldTakeNoFurtherStepWhenOneIsInterrupted() throws InterruptedException {
    CountDownLatch stepped = new CountDownLatch(1);
    work =
        new ContinuousWorker(
            "test",
            () -> {},
            () -> {
              stepped.countDown();
              waitForEver();
            },
            () -> done.add("let go, interrupted: " + Thread.currentThread().isInterrupted()));
    work.start();
    stepped.await();
    work.stop();
    assertThat(work.isAlive()).isFalse();
    assertThat(done).containsExactly("let go, interrupted: false");
  }

  private void failTwice() {
    steps++;
    done.add("step " + steps);
    switch (steps) {
      case 1 -> throw new IllegalStateException("a defect");
      case 2 -> throw new KafkaException("the broker is away");
      default -> {
        third.countDown();
        waitForEver();
      }
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
