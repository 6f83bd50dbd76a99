/** Normalised forms of values: each is idempotent, and equal where two spellings mean the same. */
package dev.godwit.linkage.form;
