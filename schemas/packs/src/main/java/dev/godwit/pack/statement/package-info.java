/** Runs SQL of packs, statement by statement. */
package dev.godwit.pack.statement;
