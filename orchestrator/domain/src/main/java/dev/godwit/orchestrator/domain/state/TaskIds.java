package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import java.util.Locale;

/**
 * Ids of tasks: customer, run and step, so that the same decision makes the same id. A task that is
 * dispatched again after its run was held has the number of resumes behind it. Public because an
 * answer is matched by them.
 */
public final class TaskIds {
  /** The step that enables the target. */
  public static final String ENABLE = "enable";

  private static final String AGAIN = "/resume-";
  private static final String REPLAY = "replay/";

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

  /** The task that runs the SQL of a point. */
  public static String statements(Migration of, PointOfRun at) {
    return of(
        of,
        "statements/%s/%d"
            .formatted(at.point().name().toLowerCase(Locale.ROOT).replace('_', '-'), at.cut()));
  }

  /** The task that sends the synthetic live events of a rehearsal. */
  public static String rehearseLive(Migration of) {
    return of(of, "rehearse-live");
  }

  /** The task that finds out what became of them. */
  public static String checkLiveArrival(Migration of) {
    return of(of, "live-arrival");
  }

  /** The task that measures the target's pages behind a verdict. */
  public static String probes(Migration of, Verdict verdict) {
    return of(of, "probes/" + verdict.cut());
  }

  /** The task that reads the source again after a verdict. */
  public static String recheck(Migration of, Verdict verdict) {
    return of(of, "recheck/" + verdict.cut() + "/" + verdict.rechecks());
  }

  public static String enable(Migration of) {
    return of(of, ENABLE);
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

  public static String replay(Migration of, int replay) {
    return of(of, REPLAY + replay);
  }

  /** Whether the task is a replay of the migration's run. */
  public static boolean isReplay(Migration of, String taskId) {
    return taskId.startsWith(prefix(of) + REPLAY);
  }

  /**
   * Whether the task is one of the migration's run that was dispatched again since, so that its
   * failure is an old one.
   */
  public static boolean isSuperseded(Migration of, String taskId) {
    return taskId.startsWith(prefix(of)) && step(of, taskId) == null;
  }

  /** Whether two ids are of one step, however often it was dispatched. */
  public static boolean isSameStep(String taskId, String other) {
    return withoutResumes(taskId).equals(withoutResumes(other));
  }

  /** Whether a task reads the snapshot of the migration's run: it plans, extracts or cuts. */
  public static boolean needsSnapshot(Migration of, String taskId) {
    String prefix = prefix(of);
    return taskId.startsWith(prefix + "extract/")
        || taskId.startsWith(prefix + "cut/")
        || withoutResumes(taskId).equals(prefix + "plan");
  }

  private static String withoutResumes(String taskId) {
    int again = taskId.lastIndexOf(AGAIN);
    return again < 0 ? taskId : taskId.substring(0, again);
  }

  /**
   * The step of a task, which is the same each time that the task is dispatched; null where the id
   * is none of the migration's run, or not the step's last one.
   */
  static String step(Migration of, String taskId) {
    if (!taskId.startsWith(prefix(of))) {
      return null;
    }
    int again = taskId.indexOf(AGAIN);
    String step = taskId.substring(prefix(of).length(), again < 0 ? taskId.length() : again);
    return of(of, step).equals(taskId) ? step : null;
  }

  private static String of(Migration of, String step) {
    int resumes = of.run().holds().resumesOf(step);
    return prefix(of) + step + (resumes == 0 ? "" : AGAIN + resumes);
  }

  private static String prefix(Migration of) {
    return of.request().customer() + "/" + of.run().number() + "/";
  }
}
