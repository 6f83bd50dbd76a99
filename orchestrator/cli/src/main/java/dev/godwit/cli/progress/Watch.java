package dev.godwit.cli.progress;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.api.text.ReportText;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows a run until it ends or waits for a person, held or with a rollback that is stuck: the
 * story scrolls by, the bars stay below it. Not thread-safe.
 *
 * <p>After an abandoned run it follows the next one. It prints a notice and retries while the read
 * model is unavailable, and for {@link #RECONNECT_TIMEOUT} while an orchestrator that has answered
 * before does not.
 */
public final class Watch {
  private static final long BETWEEN_LOOKS_MILLIS = 400;
  private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);
  private static final Duration BETWEEN_EQUAL_LINES = Duration.ofSeconds(60);

  /** How long an orchestrator that has answered before may be unreachable: it may be restarting. */
  static final Duration RECONNECT_TIMEOUT = Duration.ofMinutes(10);

  private final OrchestratorClient client;
  private final Screen screen;
  private final ProgressView view;
  private Consumer<ProgressAnswer> listener = p -> {};
  private Supplier<List<String>> aside = List::of;
  private Instant lastPlainLine = Instant.EPOCH;
  private String lastLine = "";
  private String lastComplaint = "";
  private Instant lastAnswer;
  private long lastSequence;

  public Watch(OrchestratorClient client, Screen screen, ProgressView view) {
    this.client = client;
    this.screen = screen;
    this.view = view;
  }

  /** On the terminal of this process, as it is. */
  public static Watch onTerminal(OrchestratorClient client, java.io.PrintWriter out) {
    return new Watch(
        client, new Screen(out, Terminal.isLive()), new ProgressView(Terminal.style()));
  }

  /** Also passes each answer to a listener. */
  public Watch each(Consumer<ProgressAnswer> listener) {
    this.listener = listener;
    return this;
  }

  /** Also prints, at each look, the lines that a supplier has collected since the last one. */
  public Watch aside(Supplier<List<String>> aside) {
    this.aside = aside;
    return this;
  }

  /** Leaves older events out of the story. */
  public Watch after(long sequence) {
    lastSequence = sequence;
    return this;
  }

  /**
   * Follows the latest run.
   *
   * @param customer the customer
   * @param fromRun waits for a run with at least this number to begin; 1 for the first that there
   *     is
   * @return the last look; its outcome is closed, or held, or it is stuck
   * @throws UnreachableException where the orchestrator does not answer the first look, or not for
   *     {@link #RECONNECT_TIMEOUT}
   */
  public ProgressAnswer untilOver(String customer, int fromRun) throws InterruptedException {
    while (true) {
      ProgressAnswer progress = look(customer);
      if (progress != null && progress.run() >= Math.max(1, fromRun) && over(progress)) {
        screen.keep();
        if (!screen.live()) {
          screen.say(view.lines(progress));
        }
        return progress;
      }
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  private ProgressAnswer look(String customer) {
    screen.say(aside.get());
    try {
      ProgressAnswer progress = client.progress(customer);
      lastAnswer = Instant.now();
      listener.accept(progress);
      screen.say(story(customer));
      screen.draw(view.lines(progress));
      plainLine(progress);
      lastComplaint = "";
      return progress;
    } catch (RefusedException e) {
      if (e.status() != 503) {
        throw e;
      }
      complain(e.problem().sentence());
    } catch (UnreachableException e) {
      if (lastAnswer == null || lastAnswer.plus(RECONNECT_TIMEOUT).isBefore(Instant.now())) {
        throw e;
      }
      complain(e.getMessage() + " Waiting until it does; nothing of the run is lost meanwhile.");
    }
    return null;
  }

  private void complain(String complaint) {
    if (!complaint.equals(lastComplaint)) {
      screen.say(List.of(complaint));
      lastComplaint = complaint;
    }
  }

  private void plainLine(ProgressAnswer progress) {
    Instant now = Instant.now();
    String line = view.line(progress);
    Duration rest = line.equals(lastLine) ? BETWEEN_EQUAL_LINES : BETWEEN_PLAIN_LINES;
    if (!screen.live() && lastPlainLine.plus(rest).isBefore(now)) {
      screen.say(List.of("          " + line));
      lastPlainLine = now;
      lastLine = line;
    }
  }

  private List<String> story(String customer) {
    List<String> lines = new ArrayList<>();
    for (StoryLine line : client.events(customer, lastSequence)) {
      lastSequence = Math.max(lastSequence, line.sequence());
      if (!line.routine()) {
        lines.add(ReportText.line(line, ZoneId.systemDefault()));
      }
    }
    return lines;
  }

  private static boolean over(ProgressAnswer progress) {
    RunOutcome outcome = progress.outcome();
    return progress.stuck() != null
        || outcome == RunOutcome.HELD
        || (!outcome.open() && outcome != RunOutcome.ABANDONED);
  }
}
