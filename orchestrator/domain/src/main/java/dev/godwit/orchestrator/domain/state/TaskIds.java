package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import java.util.Locale;

/**
 * Ids of tasks: customer, run and step, so that the same decision makes the same id. Public because
 * an answer is matched by them.
 */
public final class TaskIds {
  private TaskIds() {}

  public static String assessSource(Run run) {
    return of(run, "assess/source");
  }

  public static String assessTarget(Run run) {
    return of(run, "assess/target");
  }

  public static String prepare(Run run) {
    return of(run, "prepare");
  }

  public static String freeze(Run run) {
    return of(run, "freeze");
  }

  public static String plan(Run run) {
    return of(run, "plan");
  }

  public static String chunk(Run run, Entity entity, int chunk) {
    return of(run, "extract/" + entity.name().toLowerCase(Locale.ROOT) + "/" + chunk);
  }

  public static String cut(Run run, Entity entity, int cut) {
    return of(run, "cut/" + entity.name().toLowerCase(Locale.ROOT) + "/" + cut);
  }

  public static String reconcile(Run run, int cut) {
    return of(run, "reconcile/" + cut);
  }

  public static String enable(Run run) {
    return of(run, "enable");
  }

  public static String purge(Run run, int attempt) {
    return of(run, "purge/" + attempt);
  }

  public static String returnLive(Run run, int attempt) {
    return of(run, "return/" + attempt);
  }

  public static String thaw(Run run, int attempt) {
    return of(run, "thaw/" + attempt);
  }

  private static String of(Run run, String step) {
    return run.request().customer() + "/" + run.number() + "/" + step;
  }
}
