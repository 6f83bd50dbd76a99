package dev.godwit.trace;

/**
 * The subject of a span. Never the content of a row.
 *
 * @param type type of the record, such as ExtractChunk
 * @param id id of the command, task or report
 * @param origin id that the trace's id follows from where no header names a trace: that of the
 *     command that began it
 * @param customer the customer; empty for the whole programme
 * @param run number of the run; 0 where it is about none
 * @param task id of the task that is done or answered; empty where there is none
 * @param stage the stage; empty where there is none
 */
public record Subject(
    String type, String id, String origin, String customer, int run, String task, String stage) {

  /** A command. */
  public static Subject ofCommand(String type, String id, String customer) {
    return new Subject(type, id, id, customer, 0, "", "");
  }

  /** A task. */
  public static Subject ofTask(String type, String id, String customer, int run, String stage) {
    return new Subject(type, id, id, customer, run, id, stage);
  }
}
