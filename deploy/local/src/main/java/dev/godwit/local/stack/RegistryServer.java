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
  private static final int HEAP_MIB = 192;

  /** File with its users, below the secrets. */
  private static final String CONFIGURATION = "registry.properties";

  private final StackSettings settings;
  private final String mark;

  /** The management port has no TLS; it listens on the loopback alone. */
  private final HttpProbe probe = new HttpProbe("http://127.0.0.1:");

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
    return List.of(Port.REGISTRY, Port.REGISTRY_MANAGEMENT);
  }

  @Override
  public void prepare() {
    try {
      Files.createDirectories(data());
      if (settings.isSecure()) {
        settings.secrets().write(CONFIGURATION, users());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Preparing the schema registry", e);
    }
  }

  /** TLS only, and a user with a password for each client. */
  private String users() {
    StackSecurity security = settings.security();
    StringBuilder text =
        new StringBuilder(
            Component.template(
                "registry-secure.properties",
                security.certificate("registry"),
                security.key("registry")));
    for (String user : StackSecurity.registryUsers()) {
      text.append(
          "quarkus.security.users.embedded.users.\"%s\"=%s\n"
              .formatted(user, security.registryPassword(user)));
      text.append("quarkus.security.users.embedded.roles.\"%s\"=user\n".formatted(user));
    }
    return text.toString();
  }

  @Override
  public List<String> command() {
    JavaCommand java =
        new JavaCommand(mark, settings.tmp(), HEAP_MIB)
            .compiledOnce()
            .withClassesOf(settings.classArchive("registry"));
    if (settings.isSecure()) {
      // In a file of its own: a command line is read by every user of the machine.
      java.with("-Dsmallrye.config.locations=" + settings.secrets().file(CONFIGURATION).toUri());
    }
    return java.with(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + settings.port(Port.REGISTRY),
            "-Dquarkus.http.ssl-port=" + settings.port(Port.REGISTRY),
            // Health and metrics; by default on all interfaces.
            "-Dquarkus.management.host=127.0.0.1",
            "-Dquarkus.management.port=" + settings.port(Port.REGISTRY_MANAGEMENT),
            "-Dapicurio.storage.kind=sql",
            "-Dapicurio.storage.sql.kind=h2",
            "-Dapicurio.datasource.url=jdbc:h2:file:"
                + data().resolve("registry")
                + ";WRITE_DELAY=0",
            "-Dapicurio.datasource.jdbc.initial-size=2",
            "-Dapicurio.datasource.jdbc.min-size=2",
            "-Dapicurio.datasource.jdbc.max-size=20",
            "-Dquarkus.datasource.h2.jdbc.acquisition-timeout=60S",
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
    return probe.isOk(settings.port(Port.REGISTRY_MANAGEMENT), "/health/ready");
  }

  @Override
  public void complete() {
    TopicCatalogue catalogue = TopicCatalogue.load();
    Path registered = data().resolve("registered");
    try {
      String fingerprint = catalogue.fingerprint();
      if (Files.exists(registered) && Files.readString(registered).equals(fingerprint)) {
        return;
      }
      new SchemaRegistrar(
              url(settings),
              HttpClient.newHttpClient(),
              settings.kafka().security().registry().authorization())
          .register(catalogue);
      Files.writeString(registered, fingerprint);
    } catch (IOException e) {
      throw new UncheckedIOException("Registering the schemas at " + url(settings), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while registering schemas", e);
    }
  }

  static String url(StackSettings settings) {
    return settings.http() + settings.port(Port.REGISTRY);
  }

  private Path jar() {
    Path jar = settings.home().resolve("deploy/registry/target/registry/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(
          "Expected the registry in "
              + jar.getParent()
              + ", but found none. Run ./mvnw -Pquick package.");
    }
    return jar;
  }

  private Path data() {
    return settings.dir().resolve("data").resolve("registry");
  }
}
