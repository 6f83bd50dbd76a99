package dev.godwit.cli;

import picocli.CommandLine.Command;

/** Publishes {@code TakeCut}. */
@Command(
    name = "cut",
    description = {
      "Cut live engagement now and have it reconciled: of a held run, or after the commit.",
      "The clock does the same at a set interval (GODWIT_LIVE_CUT_EVERY)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit cut acme --by ann --why \"somebody misses an open\"",
      "  godwit cut acme --by ann && sleep 5 && godwit report acme"
    })
public final class CutCommand extends CustomerCommand {
  @Override
  String command() {
    return "TakeCut";
  }
}
