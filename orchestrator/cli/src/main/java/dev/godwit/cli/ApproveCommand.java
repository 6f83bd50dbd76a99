package dev.godwit.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Publishes {@code ApproveMigration}. */
@Command(
    name = "approve",
    description =
        "Allow the live run after a passed rehearsal. Somebody other than who asked for the migration has to do it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit approve acme --by ben",
      "  godwit approve acme --by ben --waive-findings --why \"the 12 bad addresses are known\"",
      "  godwit approve acme --by ben --why known --waive contacts:BAD_ADDRESS:12 --waive emails:BAD_DATE:3"
    })
public final class ApproveCommand extends CustomerCommand {
  @Option(
      names = "--waive",
      paramLabel = "ENTITY:REASON[:UPTO]",
      converter = WaiverOption.Converter.class,
      description =
          "Records quarantined for this reason may stay behind, at most UPTO. Repeatable.")
  List<WaiverOption> waivers = List.of();

  @Option(
      names = "--waive-findings",
      description = "Every finding of the rehearsal may stay behind, up to its count.")
  boolean waiveFindings;

  @Override
  String command() {
    return "ApproveMigration";
  }

  @Override
  void complete(Map<String, Object> fields) {
    fields.put("waivers", waivers.stream().map(w -> w.fields(why)).toList());
    fields.put("waiveFindings", waiveFindings);
  }
}
