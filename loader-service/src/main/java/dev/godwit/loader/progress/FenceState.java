package dev.godwit.loader.progress;

/** Whether a run may write to the target. */
public enum FenceState {
  /** It may. */
  OPEN,
  /** It may not any more: its rows are purged, or are being purged. */
  CLOSED,
  /** Only live engagement: the customer is enabled in the target. */
  ENABLED
}
