package dev.godwit.cli.progress;

import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.ReplayPresenter;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Follows the newest replay of a run until it ends: one line that is redrawn on a terminal, and a
 * new line for each change elsewhere. It ends with the replay alone, not with the person who
 * interrupts it. While the read model is unavailable, or an orchestrator that has answered before
 * does not, it prints a notice and retries. Not thread-safe.
 */
public final class ReplayWatch {
  private static final long BETWEEN_LOOKS_MILLIS = 400;

  private final OrchestratorClient client;
  private final Screen screen;
  private final Style style;
  private final Consumer<ReplayAnswer> listener;
  private ReplayAnswer.State lastState;
  private String lastLine = "";
  private String lastComplaint = "";
  private Instant lastAnswer;

  ReplayWatch(
      OrchestratorClient client, Screen screen, Style style, Consumer<ReplayAnswer> listener) {
    this.client = client;
    this.screen = screen;
    this.style = style;
    this.listener = listener;
  }

  /** On the terminal of this process, as it is. */
  public static ReplayWatch onTerminal(OrchestratorClient client, PrintWriter out) {
    return new ReplayWatch(
        client, new Screen(out, Terminal.isLive()), Terminal.style(), replay -> {});
  }

  /** Passes each look to a listener, and prints nothing else. */
  public static ReplayWatch asJson(OrchestratorClient client, Consumer<ReplayAnswer> listener) {
    Screen nowhere = new Screen(new PrintWriter(Writer.nullWriter()), false);
    return new ReplayWatch(client, nowhere, Style.plain(), listener);
  }

  /**
   * Follows the newest replay of a customer's latest run.
   *
   * @return the replay at its end
   * @throws UnreachableException where the orchestrator does not answer the first look, or not for
   *     {@link Watch#RECONNECT_TIMEOUT}
   */
  public ReplayAnswer untilOver(String customer) throws InterruptedException {
    return untilOver(customer, 0);
  }

  /**
   * As above, of a replay that begins now: one with a lower number is waited out.
   *
   * @param first number of the replay
   */
  public ReplayAnswer untilOver(String customer, int first) throws InterruptedException {
    int followed = first;
    while (true) {
      ReplayAnswer replay = look(customer);
      if (replay != null && replay.replay() >= first) {
        followed = followed == 0 ? replay.replay() : followed;
        if (replay.replay() > followed) {
          replay = earlier(customer, followed, replay);
        }
        if (!replay.state().open()) {
          screen.keep();
          return replay;
        }
      }
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  /** The followed replay, after which another one has begun already. */
  private ReplayAnswer earlier(String customer, int followed, ReplayAnswer newest) {
    ReplayAnswer ended =
        client.report(customer, 0).replays().stream()
            .filter(r -> r.replay() == followed)
            .findFirst()
            .orElse(newest);
    show(ended);
    return ended;
  }

  private ReplayAnswer look(String customer) {
    try {
      ReplayAnswer replay = client.progress(customer).replay();
      lastAnswer = Instant.now();
      lastComplaint = "";
      if (replay != null) {
        show(replay);
      }
      return replay;
    } catch (RefusedException e) {
      if (e.status() != 503) {
        throw e;
      }
      complain(e.problem().sentence());
    } catch (UnreachableException e) {
      if (lastAnswer == null || lastAnswer.plus(Watch.RECONNECT_TIMEOUT).isBefore(Instant.now())) {
        throw e;
      }
      complain(e.getMessage() + " Waiting until it does; the replay continues meanwhile.");
    }
    return null;
  }

  private void show(ReplayAnswer replay) {
    listener.accept(replay);
    String line = ReplayPresenter.sentence(replay);
    if (replay.state() != lastState || !replay.state().open()) {
      screen.say(List.of(painted(replay, line)));
    } else if (screen.live()) {
      screen.draw(List.of("  " + line + eta(replay)));
    } else if (!line.equals(lastLine)) {
      screen.say(List.of("  " + line));
    }
    lastState = replay.state();
    lastLine = line;
  }

  private String painted(ReplayAnswer replay, String line) {
    if (replay.state().open()) {
      return line;
    }
    return replay.good() ? style.good(line) : style.bad(line);
  }

  private static String eta(ReplayAnswer replay) {
    double seconds = Duration.between(replay.startedAt(), Instant.now()).toMillis() / 1000.0;
    if (replay.read() == 0 || replay.total() <= replay.read() || seconds <= 0) {
      return "";
    }
    double left = (replay.total() - replay.read()) * seconds / replay.read();
    return " · ETA " + Figures.duration(left);
  }

  private void complain(String complaint) {
    if (!complaint.equals(lastComplaint)) {
      screen.say(List.of(complaint));
      lastComplaint = complaint;
    }
  }
}
