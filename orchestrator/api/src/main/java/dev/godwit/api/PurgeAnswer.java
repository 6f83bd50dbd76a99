package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * A purge of the target and its proof.
 *
 * @param at when it was counted
 * @param reason why it was purged
 * @param empty every table was counted and holds no row of the customer
 */
public record PurgeAnswer(Instant at, String reason, boolean empty, List<TablePurge> tables) {
  public PurgeAnswer {
    tables = List.copyOf(tables);
  }
}
