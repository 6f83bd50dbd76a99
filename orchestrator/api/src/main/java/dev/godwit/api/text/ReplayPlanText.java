package dev.godwit.api.text;

import dev.godwit.api.ReplayPlanAnswer;
import dev.godwit.api.ReplayPlanAnswer.EntityPlan;
import dev.godwit.api.ReplayPlanAnswer.Range;
import java.util.List;

/** Prints the plan of a replay as plain text, for a terminal. */
public final class ReplayPlanText {
  private ReplayPlanText() {}

  /**
   * The plan as text.
   *
   * @param plan the plan; where it is refused, only the refusal is printed
   * @param command the command that acts, as it can be typed
   */
  public static String of(ReplayPlanAnswer plan, String command) {
    if (plan.refusal() != null) {
      return "This replay would be refused.\n" + plan.refusal().text();
    }
    StringBuilder out =
        new StringBuilder(
            "Plan of a replay: run %d of %s, stage %s. Nothing has begun.\n\n"
                .formatted(plan.run(), plan.customer(), Figures.word(plan.stage())));
    out.append(ranges(plan.ranges()).text()).append('\n');
    out.append(entities(plan).text()).append('\n');
    out.append("  records to read   ").append(Figures.known(plan.records())).append('\n');
    out.append("  of them selected  ").append(selected(plan)).append('\n');
    out.append("  estimate          ").append(estimate(plan)).append('\n');
    plan.notes().forEach(note -> out.append("  note              ").append(note).append('\n'));
    return out.append("\nTo act:\n\n  ").append(command).append('\n').toString();
  }

  private static Table ranges(List<Range> ranges) {
    return Table.of(ranges)
        .words("topic", Range::topic)
        .figures("partition", r -> String.valueOf(r.partition()))
        .figures("from offset", r -> String.valueOf(r.from()))
        .figures("to offset", r -> String.valueOf(r.to()))
        .figures("records", r -> Figures.orDash(r.records()))
        .build();
  }

  private static Table entities(ReplayPlanAnswer plan) {
    boolean transform = "TRANSFORM".equals(plan.stage());
    return Table.of(plan.entities())
        .words("entity", e -> Figures.word(e.entity()))
        .figures("records", e -> Figures.orDash(e.records()))
        .counts(transform ? "transformed already" : "in the target already", EntityPlan::done)
        .counts("in quarantine", EntityPlan::quarantined)
        .build();
  }

  private static String selected(ReplayPlanAnswer plan) {
    return plan.selected() >= 0 && plan.selected() < plan.records()
        ? "at most " + Figures.count(plan.selected())
        : plan.selected() == plan.records() && plan.records() >= 0
            ? "all"
            : Figures.known(plan.selected());
  }

  private static String estimate(ReplayPlanAnswer plan) {
    if (plan.estimateSeconds() == null) {
      return "not known: this stage has no measured speed in this run";
    }
    String measured =
        plan.measuredPerSecond() <= 0
            ? ""
            : "the run did %s".formatted(Figures.perSecond(plan.measuredPerSecond()));
    String limit = plan.rate() == 0 ? "" : "limit " + Figures.perSecond(plan.rate());
    String both = measured + (measured.isEmpty() || limit.isEmpty() ? "" : ", ") + limit;
    return "about %s (%s)".formatted(Figures.duration(plan.estimateSeconds()), both);
  }
}
