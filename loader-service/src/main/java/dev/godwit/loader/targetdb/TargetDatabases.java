package dev.godwit.loader.targetdb;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells of each target database once: of those that are known at the start on the caller's thread,
 * of later ones on a thread of its own. Thread-safe.
 */
public final class TargetDatabases {
  private static final Logger LOG = Logger.getLogger(TargetDatabases.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final TargetPacks packs;
  private final Consumer<TargetDatabase> found;
  private final Set<String> known = new HashSet<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param name name of the thread
   * @param found takes each database; what it throws is logged, and the database is not given again
   */
  public TargetDatabases(String name, TargetPacks packs, Consumer<TargetDatabase> found) {
    this.packs = packs;
    this.found = found;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Gives the databases that are known now, and goes on looking. */
  public void start() {
    look();
    thread.start();
  }

  /** Gives no further one after this. */
  public void end() throws InterruptedException {
    ended.countDown();
    thread.join();
  }

  /** Gives the databases that were not given before. */
  void look() {
    for (TargetDatabase database : packs.databases()) {
      if (known.add(database.address())) {
        try {
          found.accept(database);
        } catch (RuntimeException e) {
          LOG.errorf(
              e, "The database of pack %s is not used; restart the loader.", database.name());
        }
      }
    }
  }

  private void run() {
    try {
      while (!ended.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
