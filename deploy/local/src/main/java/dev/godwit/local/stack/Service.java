package dev.godwit.local.stack;

import dev.godwit.local.keys.CommandKeyFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of Godwit's own services. */
final class Service implements Component {
  private static final int HEAP_MIB = 256;

  /** Prefix of the variables that name the port at which a service awaits a debugger. */
  private static final String DEBUG = "GODWIT_DEBUG_";

  /** Variable that arms crash points; a folder has a folder for each part. */
  private static final String CRASH = "GODWIT_CRASH";

  private static final String DEBUGGER =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:";

  private static final String IDENTITIES = "GODWIT_IDENTITIES";

  private static final String READY = "/q/health/ready";

  private final Part part;
  private final StackSettings settings;
  private final String mark;
  private final HttpProbe probe;

  Service(Part part, StackSettings settings, String mark) {
    this.part = part;
    this.settings = settings;
    this.mark = mark;
    this.probe = new HttpProbe(settings.http());
  }

  @Override
  public Part part() {
    return part;
  }

  @Override
  public List<Port> ports() {
    return part.port() == part.managementPort()
        ? List.of(part.port())
        : List.of(part.port(), part.managementPort());
  }

  @Override
  public void prepare() {
    if (part == Part.ORCHESTRATOR) {
      StackIdentities.makeIfMissing(settings);
      settings.commandKeys().makeWhereMissing();
    }
  }

  @Override
  public List<String> command() {
    JavaCommand java =
        new JavaCommand(mark, settings.tmp(), HEAP_MIB)
            .withClassesOf(settings.classArchive(part.label()))
            .with("-Dorg.apache.avro.specific.use_custom_coders=true");
    if (part == Part.ORCHESTRATOR || part == Part.WEBHOOKS) {
      java.compiledOnce();
    } else {
      java.optimisedLate();
    }
    String debugPort = settings.environment().get(DEBUG + part.name());
    if (debugPort != null) {
      java.with(DEBUGGER + debugPort);
    }
    String crash = settings.environment().get(CRASH);
    if (crash != null) {
      java.with("-Ddev.godwit.crash=" + crash + (crash.startsWith("@") ? "/" + part.label() : ""));
    }
    if (settings.isSecure()) {
      StackSecurity security = settings.security();
      java.with(
          "-Dquarkus.tls.key-store.pem.0.cert=" + security.certificate("services"),
          "-Dquarkus.tls.key-store.pem.0.key=" + security.key("services"),
          "-Dquarkus.http.insecure-requests=disabled",
          "-Dquarkus.http.ssl-port=" + settings.port(part.port()));
    }
    return java.with("-jar", ServiceJar.in(application()).toString()).line();
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(settings.serviceEnvironment(part));
    environment.keySet().removeIf(variable -> !ShortSessions.isOf(part, variable));
    if (part == Part.ORCHESTRATOR) {
      CommandKeyFolder keys = settings.commandKeys();
      environment.putIfAbsent("GODWIT_COMMAND_KEYS", keys.publicKeys().toString());
      environment.putIfAbsent("GODWIT_COMMAND_SIGNING_KEY", keys.orchestratorKey().toString());
      environment.putIfAbsent(
          IDENTITIES, StackIdentities.folder(settings).identitiesFile().toString());
    }
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(settings.port(part.port())));
    if (part.managementPort() != part.port()) {
      environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
      environment.put(
          "QUARKUS_MANAGEMENT_PORT", String.valueOf(settings.port(part.managementPort())));
    }
    return environment;
  }

  @Override
  public boolean inherits(String variable) {
    return ServiceVariables.isInherited(part, variable, settings.packVariables());
  }

  @Override
  public boolean isReady() {
    return probe.isOk(settings.port(part.managementPort()), READY);
  }

  @Override
  public String notReadyReason() {
    return ReadinessAnswer.failures(probe.body(settings.port(part.managementPort()), READY));
  }

  private Path application() {
    return settings.home().resolve(part.module().orElseThrow()).resolve("target/quarkus-app");
  }
}
