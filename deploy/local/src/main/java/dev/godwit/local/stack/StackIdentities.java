package dev.godwit.local.stack;

import dev.godwit.cli.AccessOptions;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.TokenFolder;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The identities of a stack. The first start makes them with random tokens, in a folder for its
 * owner only, which the orchestrator and the command lines of this user read. Stateless.
 */
public final class StackIdentities {
  /** Requests, runs and decides about data; the history of a demo and of the tests names it. */
  public static final String REQUESTER = "ann";

  /** The second person, who approves, and may waive. */
  public static final String APPROVER = "ben";

  private static final List<Identity> FIRST =
      List.of(
          new Identity(REQUESTER, Set.of(Role.OPERATOR, Role.STEWARD), Set.of()),
          new Identity(APPROVER, Set.of(Role.APPROVER, Role.STEWARD), Set.of()),
          new Identity("admin", Set.of(Role.ADMINISTRATOR), Set.of()),
          new Identity("viewer", Set.of(Role.VIEWER), Set.of()));

  private StackIdentities() {}

  /** The folder of a stack's identities and tokens. */
  public static TokenFolder folder(StackSettings settings) {
    return new TokenFolder(settings.secrets().folder());
  }

  /** Makes them where there are none. */
  static void makeIfMissing(StackSettings settings) {
    folder(settings).makeIfMissing(FIRST);
  }

  /** A client of a stack's own orchestrator. */
  public static OrchestratorClient client(StackSettings settings) {
    return client(settings, settings.orchestratorUrl());
  }

  /** A client of an orchestrator, such as that of {@code GODWIT_ORCHESTRATOR}. */
  public static OrchestratorClient client(StackSettings settings, String orchestrator) {
    URI address = URI.create(orchestrator);
    return new OrchestratorClient(address, AccessOptions.credentials(address, folder(settings)));
  }
}
