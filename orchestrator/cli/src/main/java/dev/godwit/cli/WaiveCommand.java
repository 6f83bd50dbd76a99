package dev.godwit.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Publishes {@code WaiveFindings}. */
@Command(
    name = "waive",
    description = "Let quarantined records of a held run stay behind, so that it can be committed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit waive acme contacts:BAD_ADDRESS:14 --by ben --why \"two more since the rehearsal, looked at\""
    })
public final class WaiveCommand extends CustomerCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ENTITY:REASON[:UPTO]",
      converter = WaiverOption.Converter.class,
      description = "What may stay behind, and at most how many.")
  List<WaiverOption> waivers;

  @Override
  String command() {
    return "WaiveFindings";
  }

  @Override
  void complete(Map<String, Object> fields) {
    fields.put("waivers", waivers.stream().map(w -> w.fields(why)).toList());
  }
}
