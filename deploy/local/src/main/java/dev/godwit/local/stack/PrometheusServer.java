package dev.godwit.local.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Prometheus beside the stack: it scrapes the processes of the stack and evaluates the alerts of
 * {@code deploy/observability}. It is no part of the stack, since it may not be installed.
 */
public final class PrometheusServer {
  private static final String LABEL = "prometheus";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
  private static final String LOOPBACK = "127.0.0.1:";

  private final StackSettings settings;
  private final Processes processes;
  private final Path configuration;
  private final HttpProbe probe = new HttpProbe("http://127.0.0.1:");

  public PrometheusServer(StackSettings settings) {
    this.settings = settings;
    this.processes = new Processes(settings.dir());
    this.configuration = settings.dir().resolve("data").resolve("prometheus.yml");
  }

  /**
   * A program of Prometheus in the folders of PATH, such as promtool; empty where there is none.
   */
  public static Optional<Path> program(String name) {
    String path = StackSettings.processEnvironment().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Its address. */
  public String url() {
    return "http://" + LOOPBACK + settings.port(Port.PROMETHEUS);
  }

  /**
   * Starts it where it is installed and does not run.
   *
   * @return a sentence for people: its address, or what is missing
   * @throws StackException where it is installed and does not start
   */
  public String start() {
    Optional<Path> program = program(LABEL);
    if (program.isEmpty()) {
      return "Expected Prometheus to be installed, but found no program prometheus in PATH; the"
          + " stack runs without it. Install it (Debian: apt-get install prometheus), then"
          + " run ./godwit up --observability again.";
    }
    if (processes.running(LABEL).isEmpty()) {
      configure();
      processes.start(LABEL, command(program.get()), environment -> {});
      awaitReady();
    }
    return "Prometheus: %s (alerts: %s/alerts)".formatted(url(), url());
  }

  /** Ends it, if it runs; its data stays. */
  public void stop() {
    processes.end(LABEL, END_TIMEOUT);
  }

  private void awaitReady() {
    boolean ready =
        Await.until(
            START_TIMEOUT,
            () ->
                processes.running(LABEL).isEmpty()
                    || probe.isOk(settings.port(Port.PROMETHEUS), "/-/ready"));
    if (!ready || processes.running(LABEL).isEmpty()) {
      throw new StackException(
          "Expected Prometheus to start at %s, but it did not. The last lines of %s:\n%s"
              .formatted(url(), processes.log(LABEL), LogTail.of(processes.log(LABEL), 15)));
    }
  }

  private List<String> command(Path program) {
    return List.of(
        program.toString(),
        "--config.file=" + configuration,
        "--storage.tsdb.path=" + settings.dir().resolve("data").resolve(LABEL),
        "--web.listen-address=" + LOOPBACK + settings.port(Port.PROMETHEUS));
  }

  /** The configuration of the repository with this stack's ports and the path of its rules. */
  private void configure() {
    Path folder = settings.home().resolve("deploy/observability");
    try {
      String text = Files.readString(folder.resolve("prometheus.yml"));
      for (Part part : Part.SERVICES) {
        text =
            text.replace(
                LOOPBACK + part.managementPort().defaultNumber() + '"',
                LOOPBACK + settings.port(part.managementPort()) + '"');
      }
      Files.createDirectories(configuration.getParent());
      Files.writeString(
          configuration, text.replace("rules/", folder.resolve("rules").toString() + "/"));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing " + configuration, e);
    }
  }
}
