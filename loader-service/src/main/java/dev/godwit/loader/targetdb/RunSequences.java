package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.IdSequence;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The sequences that draw the ids of one run, each looked up once: the run's pack is fixed. Not
 * thread-safe.
 */
public final class RunSequences {
  private final TargetPack pack;
  private final RunKind kind;
  private final Map<Entity, String> names = new HashMap<>();

  RunSequences(TargetPack pack, RunKind kind) {
    this.pack = pack;
    this.kind = kind;
  }

  /**
   * Name of the sequence of an entity whose ids are generated, with its schema, quoted.
   *
   * @throws SQLException where the target has none, fatal; or retriable where it went away
   */
  public String of(Connection connection, Entity entity) throws SQLException {
    String name = names.get(entity);
    if (name == null) {
      name =
          IdSequence.find(connection, pack, kind, entity)
              .orElseThrow(
                  () ->
                      new SQLException(
                          "Expected a sequence of the ids of %s, found none; the pack check names the remedy."
                              .formatted(entity.text())))
              .quoted();
      names.put(entity, name);
    }
    return name;
  }

  /** Has a sequence looked up again, after a drawing from it failed: it may have a new name. */
  public void forget(Entity entity) {
    names.remove(entity);
  }
}
