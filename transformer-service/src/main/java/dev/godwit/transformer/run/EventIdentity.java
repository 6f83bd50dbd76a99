package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.live.LiveEvents;

/** What an open or click is recognised by, wherever it came from. Immutable. */
final class EventIdentity {
  private final boolean keepsOldIds;

  EventIdentity(TargetPack pack) {
    keepsOldIds = pack.idKind(Entity.ENGAGEMENTS) == IdKind.KEPT;
  }

  /** An id, or null where it is none; the same rule as for live events. */
  static String present(String id) {
    return id == null || id.isBlank() ? null : id;
  }

  /**
   * The event's identity.
   *
   * @throws QuarantinedException where it has none, or not the one that the pack needs
   */
  String of(LiveEngagement event) throws QuarantinedException {
    String identity = LiveEvents.identity(event);
    if (identity == null) {
      throw new QuarantinedException(
          QuarantineReason.REQUIRED_MISSING,
          "eventId",
          "Expected an eventId or a legacyId that the event can be recognised by, found neither.");
    }
    if (keepsOldIds && event.getLegacyId() == null) {
      throw new QuarantinedException(
          QuarantineReason.REQUIRED_MISSING,
          "legacyId",
          "Expected a legacyId, since the pack keeps the old ids of engagements, found none; only"
              + " events from the old system's table have one.");
    }
    return identity;
  }
}
