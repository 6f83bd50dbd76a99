package dev.godwit.orchestrator.domain.state;

/** What allows a live run: the rehearsal that passed, and the approval that followed. */
public record Permit(Rehearsal rehearsal, Approval approval) {}
