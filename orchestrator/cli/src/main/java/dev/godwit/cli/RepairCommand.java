package dev.godwit.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Replays the load of exactly the keys that the last verdict found to differ. */
@Command(
    name = "repair",
    description = {
      "Load again exactly the keys that the last verdict found missing or changed.",
      "Without --yes it prints the plan and sends nothing. A held run is cut and judged again afterwards."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit repair acme",
      "  godwit repair acme --by ann --why \"two rows were deleted by hand\" --yes"
    })
public final class RepairCommand extends ReplayPublishing {
  @Override
  String command() {
    return "RepairMigration";
  }

  @Override
  Map<String, Object> query() {
    return Map.of("repair", true, "rate", rate);
  }

  @Override
  List<String> options() {
    return List.of();
  }

  @Override
  void complete(Map<String, Object> fields) {
    fields.put("rate", rate);
  }
}
