/** Synthetic live events, by which a rehearsal tries every route that the customer uses. */
package dev.godwit.extractor.rehearsal;
