/**
 * Rows of a customer in tables that do not hold it, and ids that the target made: SQL over {@code
 * godwit.identity}, which the loader keeps in the target.
 */
package dev.godwit.pack.identity;
