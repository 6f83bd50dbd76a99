package dev.godwit.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Publishes {@code RehearseMigration}. */
@Command(
    name = "rehearse",
    description =
        "Assess a customer and rehearse the move into staging; the old system keeps running.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit rehearse acme --by ann --why \"first look\"",
      "  godwit rehearse acme --by ann --watch",
      "  godwit rehearse acme --source-pack reference-legacy --target-pack reference-crm"
    })
public final class RehearseCommand extends RunningCommand {
  @Option(
      names = "--source-pack",
      paramLabel = "PACK",
      defaultValue = "",
      description = "Pack of the old system; the orchestrator's default if left out.")
  String sourcePack;

  @Option(
      names = "--target-pack",
      paramLabel = "PACK",
      defaultValue = "",
      description = "Pack of the new system; the orchestrator's default if left out.")
  String targetPack;

  @Override
  String command() {
    return "RehearseMigration";
  }

  @Override
  void complete(Map<String, Object> fields) {
    fields.put("sourcePack", sourcePack);
    fields.put("targetPack", targetPack);
  }
}
