package dev.godwit.api;

/** What a purge deleted from a table of the new system, and what a count found there afterwards. */
public record TablePurge(String table, long deleted, long left) {}
