package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import java.util.Locale;

/**
 * Ids of tasks: customer, run and step, so that the same decision makes the same id. Public because
 * an answer is matched by them.
 */
public final class TaskIds {
  private TaskIds() {}

  public static String assessSource(Migration of) {
    return of(of, "assess/source");
  }

  public static String assessTarget(Migration of) {
    return of(of, "assess/target");
  }

  public static String prepare(Migration of) {
    return of(of, "prepare");
  }

  public static String freeze(Migration of) {
    return of(of, "freeze");
  }

  public static String plan(Migration of) {
    return of(of, "plan");
  }

  public static String chunk(Migration of, Entity entity, int chunk) {
    return of(of, "extract/" + entity.name().toLowerCase(Locale.ROOT) + "/" + chunk);
  }

  public static String cut(Migration of, Entity entity, int cut) {
    return of(of, "cut/" + entity.name().toLowerCase(Locale.ROOT) + "/" + cut);
  }

  public static String reconcile(Migration of, int cut) {
    return of(of, "reconcile/" + cut);
  }

  public static String enable(Migration of) {
    return of(of, "enable");
  }

  public static String purge(Migration of, int attempt) {
    return of(of, "purge/" + attempt);
  }

  public static String returnLive(Migration of, int attempt) {
    return of(of, "return/" + attempt);
  }

  public static String thaw(Migration of, int attempt) {
    return of(of, "thaw/" + attempt);
  }

  private static String of(Migration of, String step) {
    return of.request().customer() + "/" + of.run().number() + "/" + step;
  }
}
