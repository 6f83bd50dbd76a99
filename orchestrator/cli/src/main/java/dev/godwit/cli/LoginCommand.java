package dev.godwit.cli;

import dev.godwit.api.LoginCode;
import dev.godwit.cli.client.OrchestratorClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a link that logs a browser in. */
@Command(
    name = "login",
    description =
        "Print a link that logs your browser in. It works once, within 5 minutes; the session reads only.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit login",
      "  godwit login --as ann",
      "  godwit login --to /migrations/acme/report.html"
    })
public final class LoginCommand extends OrchestratorCommand {
  @Option(
      names = "--to",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "Page to open (${DEFAULT-VALUE}).")
  String to;

  @Override
  protected int run(OrchestratorClient client) {
    String link = link(client, to);
    if (json) {
      writeJson(Map.of("link", link));
    } else {
      out().println(link);
    }
    return ExitCodes.OK;
  }

  /** A link that logs the identity of a client in, and opens a page. */
  public static String link(OrchestratorClient client, String to) {
    LoginCode code = client.loginCode();
    return client.address()
        + "/login?code="
        + code.code()
        + "&to="
        + URLEncoder.encode(to, StandardCharsets.UTF_8);
  }
}
