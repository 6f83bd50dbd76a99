package dev.godwit.local.stack;

import dev.godwit.local.keys.CommandKeyFolder;
import dev.godwit.local.security.StackTrust;
import dev.godwit.records.Principal;
import dev.godwit.wire.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The folders, ports and variables of a stack, and the only reader of this process' environment.
 * Immutable.
 *
 * @param home the project's folder with the built parts
 * @param dir the folder for all files of the stack: logs, data, pids
 * @param ports number of each port
 * @param environment variables for every service, such as {@code GODWIT_CHUNK_ROWS}; they override
 *     those that the stack sets
 */
public record StackSettings(
    Path home, Path dir, Map<Port, Integer> ports, Map<String, String> environment) {
  private static final String HOME = "GODWIT_HOME";
  private static final String DIR = "GODWIT_DIR";
  private static final String BROKERS = "GODWIT_BROKERS";
  private static final String PACKS = "GODWIT_PACKS";
  private static final String IN_FILE = "_FILE";

  /** By it the transformer recognises the records of the extractor's tail. */
  private static final String TAIL_SECRET = "GODWIT_TAIL_SECRET";

  /** Variables of the launcher and the command line, which no service gets. */
  private static final Set<String> OWN =
      Set.of(HOME, DIR, "GODWIT_JAVA_HOME", "GODWIT_TOKEN", "GODWIT_SECRETS");

  private static final String SECURE = "GODWIT_SECURE";
  private static final int HIGHEST_PORT = 65_535;

  public StackSettings {
    home = home.toAbsolutePath().normalize();
    dir = dir.toAbsolutePath().normalize();
    ports = Map.copyOf(ports);
    environment = Map.copyOf(environment);
  }

  /** The variables of this process. */
  public static Map<String, String> processEnvironment() {
    return System.getenv();
  }

  /** Settings of this process' environment. */
  public static StackSettings fromEnvironment() {
    return from(processEnvironment());
  }

  /**
   * Settings of variables, with default ports and the folder {@code .godwit} where one is missing.
   *
   * @throws StackException where a port is not a number from 1 to 65535
   */
  public static StackSettings from(Map<String, String> variables) {
    Path home = variables.containsKey(HOME) ? Path.of(variables.get(HOME)) : homeAbove(Path.of(""));
    Path dir =
        variables.containsKey(DIR) ? home.resolve(variables.get(DIR)) : home.resolve(".godwit");
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      ports.put(port, number(port, variables.get(port.setting())));
    }
    Map<String, String> passedOn = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith("GODWIT_") && !name.startsWith("GODWIT_PORT_") && !isOwn(name)) {
            passedOn.put(name, value);
          }
        });
    return new StackSettings(home, dir, ports, passedOn);
  }

  /** Number of a port. */
  public int port(Port port) {
    return ports.get(port);
  }

  /**
   * Number of Kafka brokers, 1 or 3.
   *
   * @throws StackException where it is another
   */
  public int brokers() {
    String value = environment.getOrDefault(BROKERS, "1").strip();
    if (!value.equals("1") && !value.equals("3")) {
      throw new StackException(
          "Expected %s to be 1 or 3, but found \"%s\". Correct it, or unset it for 1."
              .formatted(BROKERS, value));
    }
    return Integer.parseInt(value);
  }

  /** The same with so many Kafka brokers. */
  public StackSettings withBrokers(int brokers) {
    return withVariable(BROKERS, Integer.toString(brokers));
  }

  /** Address of the orchestrator. */
  public String orchestratorUrl() {
    return http() + port(Port.ORCHESTRATOR);
  }

  /** Beginning of the address of each HTTP server of the stack, up to its port. */
  public String http() {
    return (isSecure() ? "https" : "http") + "://127.0.0.1:";
  }

  /** Whether the stack has TLS, users and least rights everywhere; fixed for its data. */
  public boolean isSecure() {
    return Boolean.parseBoolean(environment.get(SECURE)) || StackSecurity.isMarked(dir);
  }

  /** The same with TLS, users and least rights everywhere. */
  public StackSettings withSecurity() {
    return withVariable(SECURE, "true");
  }

  /** Lets HTTP clients of this process trust a secure stack's authority, once there is one. */
  public void trustOwnAuthority() {
    if (isSecure() && Files.exists(security().ca())) {
      StackTrust.install(security().ca());
    }
  }

  /** Certificates and users of a secure stack. */
  public StackSecurity security() {
    return new StackSecurity(dir);
  }

  /** Keys of the people and services of this stack. */
  public CommandKeyFolder commandKeys() {
    return new CommandKeyFolder(dir.resolve("keys"));
  }

  /** Folder for files that libraries unpack. */
  Path tmp() {
    return dir.resolve("work").resolve("tmp");
  }

  /**
   * File for the archived classes of a program. Stacks of one project folder share it, as they
   * share the program.
   */
  Path classArchive(String program) {
    return home.resolve(".godwit/programs/classes-of-" + program + ".jsa");
  }

  /**
   * The same, with one port on another number.
   *
   * @throws StackException where that is no port
   */
  public StackSettings withPort(Port port, int number) {
    if (number < 1 || number > HIGHEST_PORT) {
      throw new StackException(
          "Expected the port of %s to be from 1 to %d, but found %d. Correct it, or leave it out for %d."
              .formatted(
                  port.name().toLowerCase(Locale.ROOT),
                  HIGHEST_PORT,
                  number,
                  port.defaultNumber()));
    }
    Map<Port, Integer> changed = new EnumMap<>(ports);
    changed.put(port, number);
    return new StackSettings(home, dir, changed, environment);
  }

  /** The same in another folder. */
  public StackSettings withDir(Path other) {
    return new StackSettings(home, other, ports, environment);
  }

  /** The same with one more variable for the services. */
  public StackSettings withVariable(String name, String value) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.put(name, value);
    return new StackSettings(home, dir, ports, changed);
  }

  /** The same with more variables for the services. */
  public StackSettings withVariables(Map<String, String> more) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.putAll(more);
    return new StackSettings(home, dir, ports, changed);
  }

  /** The same on ports that are free now. */
  public StackSettings withFreePorts() {
    Map<Port, Integer> free = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      free.put(port, FreePorts.next());
    }
    return new StackSettings(home, dir, free, environment);
  }

  /** The secrets of the stack. */
  public SecretsFolder secrets() {
    return new SecretsFolder(dir);
  }

  /**
   * The variables of the stack as its owner uses them, in commands and tests: addresses of all
   * parts, the superuser of the databases, and the extra variables. No service gets them all
   * ({@link #serviceEnvironment(Part)}).
   */
  public Map<String, String> serviceEnvironment() {
    Map<String, String> variables = stackEnvironment();
    PostgresServer.ownerVariables(this, variables);
    if (isSecure()) {
      security().clientVariables(Optional.empty(), variables);
    }
    return completed(variables);
  }

  /** Broker and registry, as the owner of the stack uses them. */
  public KafkaSettings kafka() {
    return KafkaSettings.of(serviceEnvironment());
  }

  /** The variables of one service: its own settings, and its own role in the databases. */
  public Map<String, String> serviceEnvironment(Part part) {
    PackVariables packs = packVariables();
    Map<String, String> variables = stackEnvironment();
    PostgresServer.serviceVariables(this, part, variables);
    if (ServiceVariables.isOf(part, TAIL_SECRET, packs)) {
      variables.put(TAIL_SECRET, secrets().make("tail"));
    }
    if (isSecure()) {
      security().clientVariables(Optional.of(Principal.valueOf(part.name())), variables);
      variables.put("GODWIT_DATABASES_TLS", "verify-full");
      variables.put("GODWIT_DATABASES_CA", security().ca().toString());
    }
    completed(variables);
    variables.keySet().removeIf(name -> !ServiceVariables.isOf(part, name, packs));
    return variables;
  }

  /** The variables that the packs of this stack name. */
  PackVariables packVariables() {
    return PackVariables.of(Path.of(completed(stackEnvironment()).get(PACKS)));
  }

  private Map<String, String> stackEnvironment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("GODWIT_KAFKA", BrokerNode.bootstrap(this));
    variables.put("GODWIT_REGISTRY", http() + port(Port.REGISTRY));
    variables.put("GODWIT_ORCHESTRATOR", orchestratorUrl());
    packs(variables);
    variables.put(Port.POSTGRES.setting(), Integer.toString(port(Port.POSTGRES)));
    variables.put("GODWIT_STREAMS_DIR", dir.resolve("data").resolve("streams").toString());
    // The stack's traffic has events of 1970 and 2099 on purpose, and their owner wants them
    // loaded.
    variables.put("GODWIT_TRANSFORMER_IMPLAUSIBLE_TIMES", "load");
    return variables;
  }

  private Map<String, String> completed(Map<String, String> variables) {
    variables.putAll(environment);
    // A secret that the caller gives in a file replaces that of the stack.
    for (String name : environment.keySet()) {
      String secret =
          name.endsWith(IN_FILE) ? name.substring(0, name.length() - IN_FILE.length()) : name;
      if (!environment.containsKey(secret)) {
        variables.remove(secret);
      }
    }
    // Services run in a folder of their own; the caller means the one that the command runs in.
    variables.computeIfPresent(
        "GODWIT_PACKS", (name, folder) -> Path.of(folder).toAbsolutePath().normalize().toString());
    return variables;
  }

  /**
   * Folder of packs that the stack's services read in place of the reference packs, where it is
   * there when they start. It is deleted with the stack's data.
   */
  public Path ownPacks() {
    return ExamplePacks.folder(dir);
  }

  /** With several target packs, the loader's primary database stays that of the reference pack. */
  private void packs(Map<String, String> variables) {
    Path examples = ExamplePacks.folder(dir);
    boolean found = Files.isDirectory(examples);
    variables.put(PACKS, (found ? examples : home.resolve("schemas/packs/reference")).toString());
    if (found) {
      variables.put("GODWIT_TARGET_PACK", "reference-crm");
    }
  }

  /**
   * Lets the services that start from now on find the packs of the examples beside the reference
   * packs.
   *
   * @return false where they could find them before
   */
  public boolean addExamplePacks() {
    return ExamplePacks.make(home, dir);
  }

  /**
   * The variables that packs see on this machine: those of a process, and behind them those that
   * the stack gives its services. The port of PostgreSQL is the stack's in any case, so that a pack
   * fits a stack on other ports.
   *
   * @param process variables of the process
   * @return a new map
   */
  public Map<String, String> packEnvironment(Map<String, String> process) {
    Map<String, String> variables = new TreeMap<>(serviceEnvironment());
    variables.putAll(process);
    variables.put(Port.POSTGRES.setting(), Integer.toString(port(Port.POSTGRES)));
    return variables;
  }

  static boolean isOwn(String name) {
    return OWN.contains(name);
  }

  private static int number(Port port, String value) {
    if (value == null || value.isBlank()) {
      return port.defaultNumber();
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number > 0 && number <= HIGHEST_PORT) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers that are not a port.
    }
    throw new StackException(
        "Expected %s to be a port from 1 to 65535, but found \"%s\". Correct it, or unset it for %d."
            .formatted(port.setting(), value, port.defaultNumber()));
  }

  private static Path homeAbove(Path start) {
    for (Path dir = start.toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isRegularFile(dir.resolve("godwit")) && Files.isDirectory(dir.resolve("deploy"))) {
        return dir;
      }
    }
    throw new StackException(
        "Expected to run inside Godwit's project folder, but found %s. Change there, or set GODWIT_HOME to it."
            .formatted(start.toAbsolutePath()));
  }
}
