package dev.godwit.cli.progress;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of this process, and with it the settings of the command line: the one place that
 * reads the environment. {@code TERM} and {@code COLUMNS} describe the terminal, {@code NO_COLOR}
 * turns colours off; {@code GODWIT_ORCHESTRATOR}, {@code GODWIT_BY} and {@code USER} are defaults
 * of options, which picocli reads.
 */
public final class Terminal {
  private static final int USUAL_WIDTH = 120;

  private Terminal() {}

  /** True where standard output is a terminal that understands cursor movement. */
  public static boolean isLive() {
    String term = System.getenv().getOrDefault("TERM", "dumb");
    return !term.equals("dumb")
        && Optional.ofNullable(System.console()).map(Terminal::isTerminal).orElse(false);
  }

  private static boolean isTerminal(Console console) {
    try {
      // Since Java 22 a console may have no terminal; the method that says so is new as well.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Its width, colour ({@code NO_COLOR} is obeyed) and characters. */
  public static Style style() {
    Map<String, String> env = System.getenv();
    boolean live = isLive();
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    return new Style(
        live ? width(env) : USUAL_WIDTH,
        live && !env.containsKey("NO_COLOR"),
        charset.equals(StandardCharsets.UTF_8));
  }

  private static int width(Map<String, String> env) {
    String columns = env.get("COLUMNS");
    if (columns != null && columns.matches("\\d{2,4}")) {
      return Integer.parseInt(columns);
    }
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int space = size.indexOf(' ');
      return stty.waitFor(1, TimeUnit.SECONDS) && space > 0
          ? Integer.parseInt(size.substring(space).strip())
          : USUAL_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_WIDTH;
    }
  }
}
