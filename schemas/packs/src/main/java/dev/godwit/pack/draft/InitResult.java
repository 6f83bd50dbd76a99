package dev.godwit.pack.draft;

import dev.godwit.pack.Finding;
import dev.godwit.pack.check.CheckedPack;
import dev.godwit.pack.check.PacksCheckCommand;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@code godwit packs init}.
 *
 * @param name name of the pack
 * @param target whether it describes a target
 * @param folder its folder
 * @param passwordVariable name of the variable with the password
 * @param draft the draft
 * @param checked result of its check
 */
public record InitResult(
    String name,
    boolean target,
    Path folder,
    String passwordVariable,
    PackDraft draft,
    List<CheckedPack> checked) {
  private static final int SHOWN = 10;
  private static final int LISTED = 40;

  public InitResult {
    checked = List.copyOf(checked);
  }

  /** The findings of the check. */
  public List<Finding> findings() {
    return checked.stream().flatMap(pack -> pack.findings().stream()).toList();
  }

  /** 0 no finding, 1 findings, 2 the database was not reached for the check. */
  public int exitCode() {
    return PacksCheckCommand.exitCode(checked);
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("wrote ").append(folder.resolve("pack.yaml")).append('\n');
    text.append("  customer    ").append(draft.customer()).append('\n');
    line(text, "entities", draft.entities());
    if (!draft.missing().isEmpty()) {
      line(text, "to fill in", draft.missing());
    }
    text.append("  guesses     ")
        .append(draft.guesses())
        .append(draft.guesses() == 0 ? "\n" : ", marked \"guess:\" in the file; look at each\n");
    line(text, "left out", draft.leftOut());
    text.append("  findings    ").append(findings().size()).append('\n');
    List<Finding> findings = findings().stream().filter(finding -> !isOfStaging(finding)).toList();
    if (findings.size() < findings().size()) {
      text.append(
          "    %d of them only because there is no schema %s: make it, with the tables of the live one%n"
              .formatted(findings().size() - findings.size(), draft.staging()));
    }
    findings.stream()
        .limit(SHOWN)
        .forEach(finding -> text.append("    ").append(finding).append('\n'));
    if (findings.size() > SHOWN) {
      text.append("    … and ").append(findings.size() - SHOWN).append(" more\n");
    }
    checked.stream()
        .filter(pack -> pack.state() == CheckedPack.State.NOT_REACHED)
        .forEach(pack -> text.append("    ").append(pack.text()).append('\n'));
    next(text);
    return text.toString();
  }

  private boolean isOfStaging(Finding finding) {
    return draft.staging() != null
        && (finding.found().contains('"' + draft.staging() + ".")
            || finding.found().equals("'" + draft.staging() + "'"));
  }

  private static void line(StringBuilder text, String title, List<String> names) {
    text.append("  %-11s ".formatted(title)).append(names.size());
    text.append(names.isEmpty() ? "" : ": ")
        .append(String.join(", ", names.subList(0, Math.min(names.size(), LISTED))))
        .append(names.size() > LISTED ? ", …\n" : "\n");
  }

  private void next(StringBuilder text) {
    Path packs = folder.getParent() == null ? Path.of(".") : folder.getParent();
    String pair =
        target
            ? "--source-pack SOURCE --target-pack " + name
            : "--source-pack " + name + " --target-pack TARGET";
    text.append("next:\n");
    text.append("  ./godwit packs check ").append(folder).append('\n');
    text.append("  ./godwit packs preview ")
        .append(target ? packs.resolve("SOURCE") + " " : "")
        .append(folder)
        .append(" --customer CUSTOMER\n");
    text.append("  GODWIT_PACKS=")
        .append(packs)
        .append(" ./godwit up && ./godwit rehearse CUSTOMER --by NAME ")
        .append(pair)
        .append(" --watch\n");
  }
}
