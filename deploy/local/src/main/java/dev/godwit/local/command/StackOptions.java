package dev.godwit.local.command;

import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.StackSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the folder and the ports of the stack. */
public final class StackOptions {
  private static final String PACKS = "GODWIT_PACKS";

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Folder for all files of the stack (default: .godwit, or GODWIT_DIR).")
  private Path dir;

  @Option(
      names = "--secure",
      description = {
        "Start the stack with TLS, users and least rights everywhere, by certificates of its own.",
        "Fixed for its data: a stack is secure from its first start on, and then without this option too."
      })
  private boolean secure;

  @Option(
      names = "--port",
      paramLabel = "PART=NUMBER",
      description = {
        "Another port, such as postgres=25432; may be repeated. Also GODWIT_PORT_POSTGRES and so on.",
        "Parts: postgres, broker, controller, registry, orchestrator, extractor, transformer,"
            + " loader, validator, webhooks, orchestrator_management, webhooks_management."
      })
  private final Map<Port, Integer> ports = new LinkedHashMap<>();

  /** The settings of the environment, changed by the options. */
  public StackSettings settings() {
    StackSettings settings = StackSettings.fromEnvironment();
    if (dir != null) {
      settings = settings.withDir(dir);
    }
    if (secure) {
      settings = settings.withSecurity();
    }
    for (Map.Entry<Port, Integer> port : ports.entrySet()) {
      settings = settings.withPort(port.getKey(), port.getValue());
    }
    settings.trustOwnAuthority();
    return settings;
  }

  /**
   * The settings for a command that makes a sample customer in the systems of the reference packs.
   *
   * @throws ParameterException where the environment names packs of other systems: the stack makes
   *     no reference systems then
   */
  public StackSettings settingsWithReferencePacks(CommandLine command) {
    return withReferencePacks(settings(), command);
  }

  static StackSettings withReferencePacks(StackSettings settings, CommandLine command) {
    String packs = settings.environment().get(PACKS);
    if (packs != null) {
      throw new ParameterException(
          command,
          "Expected %s to be unset, since '%s' makes a sample customer in the systems of the reference packs; found %s=%s. Unset it, or start a stack for your own packs with 'godwit up'."
              .formatted(PACKS, command.getCommandName(), PACKS, packs));
    }
    return settings;
  }
}
