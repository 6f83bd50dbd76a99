package dev.godwit.orchestrator.rest;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Takes the author that a command names, who may do everything. Thread-safe. */
@ApplicationScoped
class NamedAuthor implements RequestAuthor {
  private static final Identity NOBODY = new Identity("unknown", Set.of(), Set.of());

  @Override
  public Identity of(CommandBody command) {
    return command.by().isBlank()
        ? NOBODY
        : new Identity(command.by(), Set.of(Role.ADMINISTRATOR), Set.of());
  }
}
