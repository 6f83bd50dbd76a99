package dev.godwit.orchestrator.domain.state;

/**
 * How far the extraction of one entity has gone.
 *
 * @param done chunks that were reported
 * @param cut how far its cut has gone
 */
public record EntityProgress(ChunkSet done, CutProgress cut) {
  /** Nothing done. */
  public static final EntityProgress NONE = new EntityProgress(ChunkSet.EMPTY, CutProgress.OPEN);

  EntityProgress with(CutProgress now) {
    return new EntityProgress(done, now);
  }

  EntityProgress with(int chunk) {
    return new EntityProgress(done.with(chunk), cut);
  }
}
