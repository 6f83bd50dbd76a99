package dev.godwit.api.text;

import dev.godwit.api.RedrivePlanAnswer;
import dev.godwit.api.RedrivePlanAnswer.Part;

/** Prints the plan of a redrive as plain text, for a terminal. */
public final class RedrivePlanText {
  private RedrivePlanText() {}

  /**
   * The plan as text.
   *
   * @param plan the plan; where it is refused, only the refusal is printed
   * @param command the command that acts, as it can be typed
   */
  public static String of(RedrivePlanAnswer plan, String command) {
    if (plan.refusal() != null) {
      return "This redrive would be refused.\n" + plan.refusal().text();
    }
    StringBuilder out =
        new StringBuilder(
            "Plan of a redrive: run %d of %s. Nothing has begun.\n\n"
                .formatted(plan.run(), plan.customer()));
    if (!plan.parts().isEmpty()) {
      out.append(
              Table.of(plan.parts())
                  .words("stage", p -> Figures.word(p.stage()))
                  .words("entity", p -> Figures.word(p.entity()))
                  .counts("chosen", Part::chosen)
                  .counts("waiting for them", Part::waiting)
                  .build()
                  .text())
          .append('\n');
    }
    out.append("  records to read again  ").append(Figures.count(plan.records())).append('\n');
    plan.notes().forEach(note -> out.append("  note  ").append(note).append('\n'));
    return out.append("\nTo act:\n\n  ").append(command).append('\n').toString();
  }
}
