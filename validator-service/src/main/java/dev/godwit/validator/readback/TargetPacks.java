package dev.godwit.validator.readback;

import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The target packs, read once when the process starts; a pack that cannot be read ends the start
 * with all findings. Thread-safe.
 */
@Startup
@ApplicationScoped
public class TargetPacks {
  private final Packs packs;

  TargetPacks(
      @ConfigProperty(name = "GODWIT_PACKS", defaultValue = "schemas/packs/reference")
          String directory) {
    this.packs = Packs.load(Path.of(directory), System::getenv);
  }

  /**
   * The pack of a name, not yet checked against a database.
   *
   * @throws IllegalArgumentException fatal: there is none of that name
   */
  public TargetPack named(String name) {
    return packs.target(name);
  }
}
