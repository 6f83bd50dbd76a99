package dev.godwit.orchestrator.view.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses to start with a password in the address of the read model, which logs name. Stateless.
 */
@Singleton
class DatabaseAddressCheck {
  private static final Pattern PASSWORD =
      Pattern.compile("(?i)[?&;](password|sslpassword|pwd)=|//[^?/@]*:[^?]*@");

  void onStart(
      @Observes @Priority(1) StartupEvent start,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url) {
    require(url);
  }

  /**
   * @throws IllegalStateException where the address holds a password; the message does not
   */
  static void require(String url) {
    if (PASSWORD.matcher(url).find()) {
      throw new IllegalStateException(
          "Expected GODWIT_DB_URL without a password, found one. Put it into GODWIT_DB_PASSWORD.");
    }
  }
}
