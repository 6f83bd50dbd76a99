/** Blocks: rows that share a key, within which pairs are compared. */
package dev.godwit.linkage.block;
