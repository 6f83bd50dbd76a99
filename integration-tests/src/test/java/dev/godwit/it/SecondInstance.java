package dev.godwit.it;

import dev.godwit.local.stack.FreePorts;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;

/** A second process of a service beside that of a stack, on a port and in a folder of its own. */
final class SecondInstance implements AutoCloseable {
  private final Stack stack;
  private final Part part;
  private final HttpClient http = HttpClient.newHttpClient();

  private SecondInstance(Stack stack, Part part) {
    this.stack = stack;
    this.part = part;
  }

  /** Starts it; ready when this returns. */
  static SecondInstance start(RunningGodwit godwit, Part part) {
    StackSettings first = godwit.stack().settings();
    StackSettings own = first.withDir(folder(first.dir())).withPort(part.port(), FreePorts.next());
    Stack stack = new Stack(own);
    stack.start(EnumSet.of(part), line -> {});
    return new SecondInstance(stack, part);
  }

  private static Path folder(Path beside) {
    try {
      Path folder = Files.createTempDirectory(beside.getParent(), "second-");
      // Both are one installation: secrets and keys are the same.
      for (String shared : new String[] {"secrets", "keys"}) {
        copy(beside.resolve(shared), folder.resolve(shared));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Making a folder for a second instance", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
        for (Path file : files) {
          copy(file, to.resolve(file.getFileName().toString()));
        }
      }
    } else if (Files.isRegularFile(from)) {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Sum of a metric over all lines that contain the tags. */
  double counted(String metric, String... tags) {
    URI metrics =
        URI.create(
            "http://127.0.0.1:" + stack.settings().port(part.managementPort()) + "/q/metrics");
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client
          .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(metric + "{"))
          .filter(
              line -> {
                for (String tag : tags) {
                  if (!line.contains(tag)) {
                    return false;
                  }
                }
                return true;
              })
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Asking a second instance for its metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    stack.stop(EnumSet.of(part), line -> {});
  }
}
