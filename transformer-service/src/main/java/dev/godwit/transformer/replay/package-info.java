/**
 * Replays of stage transform: records that the transformer quarantined are read again where they
 * stand, and those that can be transformed now leave the quarantine.
 */
package dev.godwit.transformer.replay;
