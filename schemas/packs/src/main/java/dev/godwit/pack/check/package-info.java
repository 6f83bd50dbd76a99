/**
 * Checks packs against the catalogue of their database, and completes them with types and limits.
 */
package dev.godwit.pack.check;
