package dev.godwit.local.command;

import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.StackSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options by which a command finds its stack. */
public final class StackOptions {
  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Folder that holds everything the stack makes (default: .godwit; GODWIT_DIR).")
  private Path dir;

  @Option(
      names = "--port",
      paramLabel = "WHO=NUMBER",
      description = {
        "Another port, such as postgres=25432; may be repeated. Also GODWIT_PORT_POSTGRES and so on.",
        "Who: postgres, broker, controller, registry, orchestrator, extractor, transformer, loader,"
            + " validator, webhooks."
      })
  private final Map<Port, Integer> ports = new LinkedHashMap<>();

  /** The settings of the environment, with what the options change. */
  public StackSettings settings() {
    StackSettings settings = StackSettings.fromEnvironment();
    if (dir != null) {
      settings = settings.withDir(dir);
    }
    for (Map.Entry<Port, Integer> port : ports.entrySet()) {
      settings = settings.withPort(port.getKey(), port.getValue());
    }
    return settings;
  }
}
