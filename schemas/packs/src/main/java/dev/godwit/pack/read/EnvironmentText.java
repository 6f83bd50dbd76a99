package dev.godwit.pack.read;

import dev.godwit.pack.Position;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} and {@code ${NAME:-default}} by the environment's values. */
final class EnvironmentText {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}");

  private final UnaryOperator<String> environment;
  private final Findings findings;

  EnvironmentText(UnaryOperator<String> environment, Findings findings) {
    this.environment = environment;
    this.findings = findings;
  }

  /** The text with its placeholders replaced; one without a value stays and is a finding. */
  String replace(String text, Position at) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String value = environment.apply(matcher.group(1));
      if (value == null || value.isEmpty()) {
        value = matcher.group(2);
      }
      if (value == null) {
        findings.add(
            at,
            "the environment variable " + matcher.group(1),
            "none",
            "set it, or give a default: ${" + matcher.group(1) + ":-default}");
        value = matcher.group();
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(out);
    if (PLACEHOLDER.matcher(text).replaceAll("").contains("${")) {
      findings.add(
          at, "a placeholder ${NAME} or ${NAME:-default}", "'${' without either", "mend it");
    }
    return out.toString();
  }
}
