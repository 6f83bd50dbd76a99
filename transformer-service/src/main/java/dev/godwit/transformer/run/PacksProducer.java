package dev.godwit.transformer.run;

import dev.godwit.pack.Packs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the packs at the start; a pack that is wrong ends the process with every finding. */
@ApplicationScoped
class PacksProducer {
  @Produces
  @Singleton
  Packs packs(@ConfigProperty(name = "godwit.packs") String directory) {
    return Packs.load(Path.of(directory), System::getenv);
  }
}
