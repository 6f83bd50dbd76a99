package dev.godwit.local.stack;

import dev.godwit.records.SchemaRegistrar;
import dev.godwit.records.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Apicurio's schema registry, with schemas and ids in a file that outlives a restart. A schema is
 * in the file before the registry answers: H2's default is to write up to half a second later, and
 * a registry that is killed meanwhile forgets ids that records carry already.
 */
final class RegistryServer implements Component {
  private static final int HEAP_MIB = 160;
  private static final String JAR_SUFFIX = "-runner.jar";

  private final StackSettings settings;
  private final String mark;
  private final HttpProbe probe = new HttpProbe();

  RegistryServer(StackSettings settings, String mark) {
    this.settings = settings;
    this.mark = mark;
  }

  @Override
  public Part part() {
    return Part.REGISTRY;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.REGISTRY);
  }

  @Override
  public void prepare() {
    try {
      Files.createDirectories(settings.dir().resolve("data").resolve("registry"));
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing the schema registry", e);
    }
  }

  @Override
  public List<String> command() {
    Path file = settings.dir().resolve("data").resolve("registry").resolve("registry");
    return new JavaCommand(mark, settings.tmp(), HEAP_MIB)
        .withClassesOf(settings.classArchive("registry"))
        .with(
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + settings.port(Port.REGISTRY),
            "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + file + ";WRITE_DELAY=0",
            "-Dquarkus.datasource.jdbc.initial-size=2",
            "-Dquarkus.datasource.jdbc.min-size=2",
            "-Dquarkus.datasource.jdbc.max-size=20",
            "-Dquarkus.datasource.jdbc.acquisition-timeout=60S",
            "-jar",
            jar().toString())
        .line();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("LOG_LEVEL", "WARN", "REGISTRY_LOG_LEVEL", "WARN");
  }

  @Override
  public boolean isReady() {
    return probe.isOk(settings.port(Port.REGISTRY), "/health/ready");
  }

  @Override
  public void complete() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    Path registered = settings.dir().resolve("data").resolve("registry").resolve("registered");
    try {
      String fingerprint = catalogue.fingerprint();
      if (Files.exists(registered) && Files.readString(registered).equals(fingerprint)) {
        return;
      }
      new SchemaRegistrar(url(settings), HttpClient.newHttpClient()).register(catalogue);
      Files.writeString(registered, fingerprint);
    } catch (IOException e) {
      throw new UncheckedIOException("Registering the schemas at " + url(settings), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while registering schemas", e);
    }
  }

  static String url(StackSettings settings) {
    return "http://127.0.0.1:" + settings.port(Port.REGISTRY);
  }

  private Path jar() {
    Path dir = settings.home().resolve("deploy/registry/target/registry");
    try (var files = Files.list(dir)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(JAR_SUFFIX))
          .findFirst()
          .orElseThrow(() -> notBuilt(dir, null));
    } catch (IOException e) {
      throw notBuilt(dir, e);
    }
  }

  private static StackException notBuilt(Path dir, Throwable cause) {
    return new StackException(
        "Expected the registry in " + dir + ", but found none. Run ./mvnw -Pquick package.", cause);
  }
}
