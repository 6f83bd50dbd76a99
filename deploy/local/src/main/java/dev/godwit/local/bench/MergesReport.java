package dev.godwit.local.bench;

import dev.godwit.api.text.Figures;
import dev.godwit.api.text.TextTable;
import dev.godwit.linkage.BlockReport;
import java.util.Locale;

/** The text of a {@link MergeQuality}. */
record MergesReport(MergeQuality quality) {
  String text() {
    TextTable rules =
        new TextTable(
            "rule", ">automatic", ">of these wrong", ">precision", ">review", ">of these wrong");
    quality.byRule().forEach((rule, counts) -> row(rules, rule.name(), counts));
    row(rules, "all", quality.all());
    return String.format(
            Locale.ROOT,
            "  %s: %s rows, %s true pairs; automatic: precision %.4f, recall %.4f;%n"
                + "  candidates: recall %.4f, precision %.4f, %.2f proposed for each true pair%n%n",
            quality.sample(),
            Figures.count(quality.rows()),
            Figures.count(quality.truePairs()),
            quality.automaticPrecision(),
            quality.automaticRecall(),
            quality.candidateRecall(),
            quality.all().candidatePrecision(),
            quality.proposedPerTrue())
        + rules.text();
  }

  /** Table of the block passes. */
  String blocks() {
    TextTable table =
        new TextTable(
            "block pass", ">blocks", ">pairs", ">large blocks", ">largest", ">rows skipped");
    for (BlockReport block : quality.blocks()) {
      table.row(
          block.pass(),
          Figures.count(block.blocks()),
          Figures.count(block.pairs()),
          Figures.count(block.largeBlocks()),
          Figures.count(block.largestBlock()),
          Figures.count(block.skippedRows()));
    }
    return table.text();
  }

  private static void row(TextTable table, String rule, MergeQuality.Counts counts) {
    long automatic = counts.automaticRight() + counts.automaticWrong();
    table.row(
        rule,
        Figures.count(automatic),
        Figures.count(counts.automaticWrong()),
        automatic == 0 ? "-" : String.format(Locale.ROOT, "%.4f", counts.automaticPrecision()),
        Figures.count(counts.reviewRight() + counts.reviewWrong()),
        Figures.count(counts.reviewWrong()));
  }
}
