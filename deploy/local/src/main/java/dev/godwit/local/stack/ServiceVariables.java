package dev.godwit.local.stack;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The variables that each service gets: its own settings, and no secret of another. A variable that
 * is not listed goes to no service; {@code ServiceVariablesTest} compares the lists with what the
 * services read. Stateless.
 */
final class ServiceVariables {
  /** Of every service. */
  private static final String COMMON =
      "GODWIT_KAFKA(_.*)?|GODWIT_REGISTRY(_.*)?|GODWIT_SERDE|GODWIT_HTTPS?_.*|GODWIT_CRASH";

  /** Of the services that read packs, beside the variables that the packs name. */
  private static final String OF_WORKERS =
      "GODWIT_PACKS|GODWIT_PORT_POSTGRES|GODWIT_DATABASES_.*|GODWIT_INSTANCE|GODWIT_FULL_DISK_WAIT"
          + "|GODWIT_TRACES(_.*)?|GODWIT_(NEWSROOM_)?(SOURCE|TARGET)_(URL|USER)|GODWIT_SOURCE_DUPLICATES";

  private static final String TARGET_PASSWORD = "GODWIT_(NEWSROOM_)?TARGET_PASSWORD(_FILE)?";

  private static final Map<Part, Predicate<String>> OWN = own();

  /** Harmless variables of the shell. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|JAVA_HOME|JDK_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|QUARKUS_LOG_.*");

  /** Settings of the frameworks, without credentials. */
  private static final Pattern OF_FRAMEWORKS =
      Pattern.compile("(KAFKA_STREAMS|MP_MESSAGING|QUARKUS|SMALLRYE)_.*");

  private static final Pattern CREDENTIAL =
      Pattern.compile(".*(PASSWORD|SECRET|CREDENTIAL|TOKEN|JAAS|DATASOURCE|MAILER).*");

  /** Variables that give a process a clock of its own, for tests. */
  static final Set<String> OF_THE_CLOCK =
      Set.of(
          "LD_PRELOAD",
          "FAKETIME_TIMESTAMP_FILE",
          "FAKETIME_CACHE_DURATION",
          "DONT_FAKE_MONOTONIC",
          "FAKETIME_FORCE_MONOTONIC_FIX",
          "NO_FAKE_STAT");

  private ServiceVariables() {}

  private static Map<Part, Predicate<String>> own() {
    Map<Part, Predicate<String>> own = new EnumMap<>(Part.class);
    own.put(
        Part.ORCHESTRATOR,
        matching(
            COMMON,
            "GODWIT_TRACES(_.*)?",
            "GODWIT_ORCHESTRATOR(_.*)?",
            "GODWIT_DB_.*|GODWIT_DATABASES_.*",
            "GODWIT_NOTIFY_.*",
            "GODWIT_(IDENTITIES|COMMAND_KEYS|COMMAND_SIGNING_KEY|COMMAND_LIFE|UNSIGNED_COMMANDS)",
            "GODWIT_(FOREIGN_EVENTS|KEEP_AFTER_END|HOSTS|SESSION_LIFE)",
            "GODWIT_OIDC_.*",
            "GODWIT_(APPROVAL|MAX|LIVE_CUT|ESTIMATE|REHEARSAL|FREEZE)_.*",
            "GODWIT_(SOURCE_PACK|TARGET_PACK|CHUNK_WINDOW|ON_FAILURE|STREAMS_DIR|REBUILD|VIEW_REBUILD)"));
    own.put(
        Part.EXTRACTOR,
        matching(
            COMMON,
            OF_WORKERS,
            "GODWIT_(NEWSROOM_)?SOURCE_PASSWORD(_FILE)?",
            "GODWIT_(CHUNK_ROWS|MERGE_PAIRS|SPILL_FOLDER|FAILING_ROWS|EXTRACT_WORKERS|REHEARSE_WEBHOOKS|RETURN_KEYS)",
            "GODWIT_TAIL_.*"));
    own.put(
        Part.TRANSFORMER,
        matching(COMMON, OF_WORKERS, TARGET_PASSWORD, "GODWIT_TRANSFORMER_.*|GODWIT_TAIL_SECRET"));
    own.put(
        Part.LOADER,
        matching(COMMON, OF_WORKERS, TARGET_PASSWORD, "GODWIT_TARGET_PACK|GODWIT_LOAD_.*"));
    own.put(
        Part.VALIDATOR,
        matching(COMMON, OF_WORKERS, TARGET_PASSWORD, "GODWIT_VALIDATOR_.*|GODWIT_STATE"));
    own.put(Part.WEBHOOKS, matching(COMMON, "GODWIT_WEBHOOK_.*"));
    return own;
  }

  private static Predicate<String> matching(String... patterns) {
    return Pattern.compile(String.join("|", patterns)).asMatchPredicate();
  }

  /** Whether a service gets a variable of the stack's settings. */
  static boolean isOf(Part part, String variable, PackVariables packs) {
    if (OF_THE_CLOCK.contains(variable)) {
      return true;
    }
    return OWN.get(part).test(variable)
        || packs.isOf(part, variable)
        || (!variable.startsWith("GODWIT_") && isInherited(part, variable, packs));
  }

  /**
   * Whether a service inherits a variable of the shell that starts it. Godwit's own come by the
   * settings.
   */
  static boolean isInherited(Part part, String variable, PackVariables packs) {
    if (variable.startsWith("GODWIT_")) {
      return false;
    }
    return HARMLESS.matcher(variable).matches()
        || packs.isOf(part, variable)
        || (part != Part.WEBHOOKS
            && OF_FRAMEWORKS.matcher(variable).matches()
            && !CREDENTIAL.matcher(variable).matches());
  }

  /** Those of the stack's settings that no service gets. */
  static List<String> ofNone(Set<String> variables, PackVariables packs) {
    return variables.stream()
        .filter(name -> name.startsWith("GODWIT_") && !ofTheStack(name))
        .filter(name -> Part.SERVICES.stream().noneMatch(part -> isOf(part, name, packs)))
        .sorted()
        .toList();
  }

  private static boolean ofTheStack(String name) {
    return name.matches(
        "GODWIT_(SECURE|BROKERS|DEBUG_.*|CRASH|POSTGRES_FSYNC|BY|USER|USERS_.*|TOKEN.*)");
  }
}
