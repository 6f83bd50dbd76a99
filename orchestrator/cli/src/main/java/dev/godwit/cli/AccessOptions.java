package dev.godwit.cli;

import dev.godwit.cli.client.Credentials;
import dev.godwit.identity.TokenFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which a command chooses the token that it sends. */
public final class AccessOptions {
  /** Variable with a token. It is no option: every user of a machine can read options. */
  private static final String TOKEN = "GODWIT_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description =
          "Identity whose token is used; by default one that has the role that the command needs.")
  private String as;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token to use. So does the variable GODWIT_TOKEN, with the token.")
  private Path tokenFile;

  @Mixin private SecretsOption secrets;

  /**
   * The identity to use; null for any with the right.
   *
   * @param author the name that the command gives as its author; may be null
   * @throws ParameterException where it is another
   */
  String name(String author) {
    if (as != null && author != null && !as.equals(author)) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected one identity, found --as %s and --by %s; leave one out: the author is the identity that sends the command"
              .formatted(as, author));
    }
    return as == null ? author : as;
  }

  /** The tokens for an orchestrator. */
  Credentials credentials(URI orchestrator) {
    return tokenFile == null ? credentials(orchestrator, secrets.folder()) : Credentials.of(read());
  }

  /**
   * The tokens for an orchestrator: that of the variable GODWIT_TOKEN, or else those of a folder
   * where the orchestrator is on this machine.
   */
  public static Credentials credentials(URI orchestrator, TokenFolder folder) {
    String given = System.getenv(TOKEN);
    if (given != null && !given.isBlank()) {
      return Credentials.of(given.strip());
    }
    return isThisMachine(orchestrator) ? Credentials.of(folder) : Credentials.none();
  }

  private String read() {
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected a file with a token at %s, but it cannot be read (%s). Correct --token-file."
              .formatted(tokenFile, e),
          e);
    }
  }

  /** Only an address counts, or localhost: another name may lead elsewhere. */
  private static boolean isThisMachine(URI orchestrator) {
    String host = orchestrator.getHost();
    return host != null
        && (host.equalsIgnoreCase("localhost")
            || (host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]") && isLoopback(host)));
  }

  private static boolean isLoopback(String address) {
    try {
      return Arrays.stream(InetAddress.getAllByName(address))
          .allMatch(InetAddress::isLoopbackAddress);
    } catch (IOException e) {
      return false;
    }
  }
}
