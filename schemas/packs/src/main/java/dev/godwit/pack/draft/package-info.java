/**
 * First drafts of packs, made from the catalogue of a database: tables, keys, references and names
 * are read, the rest is guessed and marked as a guess.
 */
package dev.godwit.pack.draft;
