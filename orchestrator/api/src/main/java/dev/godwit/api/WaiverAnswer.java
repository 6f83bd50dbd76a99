package dev.godwit.api;

import java.time.Instant;

/** Somebody's word that records quarantined for a reason may stay behind. */
public record WaiverAnswer(
    String entity, String reason, long upTo, String by, Instant at, String why) {}
