package dev.godwit.orchestrator.domain.common;

/**
 * A kind of data that is moved. LIVE is engagement that comes after the snapshot. UNKNOWN is read
 * where a newer writer names an entity that this reader does not know.
 */
public enum Entity {
  UNKNOWN,
  CONTACTS,
  EMAILS,
  ENGAGEMENTS,
  LIVE
}
