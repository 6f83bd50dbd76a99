package dev.godwit.api;

/**
 * How far a rebuild from the topics is.
 *
 * @param viewUnderWay true until the read model shows all that is in the topics again
 * @param view state of the read model, as a sentence
 * @param stores state of the last order about the engine's stores: NONE, ORDERED, DONE or FAILED
 * @param storesDetail the same as a sentence
 */
public record RebuildAnswer(boolean viewUnderWay, String view, String stores, String storesDetail) {
  /** True while something is being built. */
  public boolean underWay() {
    return viewUnderWay || "ORDERED".equals(stores);
  }

  /** True where the stores could not be built. */
  public boolean failed() {
    return "FAILED".equals(stores);
  }
}
