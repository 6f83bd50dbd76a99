/** Runs the SQL that target packs have for points of a run. */
package dev.godwit.loader.statements;
