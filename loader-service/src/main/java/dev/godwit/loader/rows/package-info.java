/** Rows of a batch: encoded for COPY, written, bisected where the target refuses one. */
package dev.godwit.loader.rows;
