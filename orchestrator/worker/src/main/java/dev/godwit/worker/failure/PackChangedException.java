package dev.godwit.worker.failure;

/**
 * The files of a pack are not those that a run was assessed with: what they make was neither
 * rehearsed nor approved. Fatal for the run until the files are put back, or the run is ended.
 */
public final class PackChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pack;
  private final String action;

  /**
   * @param pack the pack's name
   * @param error what was expected and what was found
   * @param action what to do
   */
  public PackChangedException(String pack, String error, String action) {
    super(error);
    this.pack = pack;
    this.action = action;
  }

  /** The remedy. */
  public String action() {
    return action;
  }

  /** The same as the failure of a task. */
  public StageFailedException toFailure() {
    return new StageFailedException("pack " + pack, getMessage(), action, this);
  }
}
