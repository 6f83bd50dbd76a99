package dev.godwit.api.text;

import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.PersonalDataAnswer.Left;
import dev.godwit.api.PersonalDataAnswer.Need;
import java.time.Instant;

/** Writes what is left of a customer for people. Stateless and thread-safe. */
public final class PersonalDataText {
  private static final int MOST_NEEDS = 10;

  private PersonalDataText() {}

  /** The answer in lines, each with its end. */
  public static String of(PersonalDataAnswer answer) {
    StringBuilder text = new StringBuilder();
    if (answer.left().isEmpty()) {
      return "The topics hold no record of customer %s.%n".formatted(answer.customer());
    }
    text.append("The topics hold records of customer %s:%n".formatted(answer.customer()));
    for (Left left : answer.left()) {
      text.append(
          "  %s: %s, from %s to %s%n"
              .formatted(
                  left.topic(),
                  left.records() == 1 ? "1 record" : Figures.count(left.records()) + " records",
                  left.oldest(),
                  left.newest()));
    }
    text.append(
        "Records of before %s are deleted, since nobody needs them.%n"
            .formatted(answer.neededFrom()));
    Instant newest =
        answer.left().stream().map(Left::newest).max(Instant::compareTo).orElse(Instant.EPOCH);
    answer.needs().stream()
        .filter(need -> !need.from().isAfter(newest))
        .limit(MOST_NEEDS)
        .forEach(need -> text.append(line(answer, need)));
    return text.toString();
  }

  private static String line(PersonalDataAnswer answer, Need need) {
    String customer =
        need.customer().equals(answer.customer())
            ? "the customer itself"
            : "customer " + need.customer();
    return "  needed from %s by %s: %s%n".formatted(need.from(), customer, need.why());
  }
}
