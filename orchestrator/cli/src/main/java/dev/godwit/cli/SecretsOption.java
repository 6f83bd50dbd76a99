package dev.godwit.cli;

import dev.godwit.identity.TokenFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the folder with the identities and tokens of the local stack. */
public final class SecretsOption {
  @Option(
      names = "--secrets",
      paramLabel = "FOLDER",
      defaultValue = "${env:GODWIT_SECRETS:-.godwit/secrets}",
      description =
          "Folder with the tokens of the local stack (GODWIT_SECRETS; ${DEFAULT-VALUE}). They are sent to this machine only.")
  private Path folder;

  /** The folder. */
  TokenFolder folder() {
    return new TokenFolder(folder);
  }
}
