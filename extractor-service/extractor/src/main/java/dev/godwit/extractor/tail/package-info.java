/**
 * The tail of the old system's engagement table: rows that are written after the snapshot become
 * live events, none missed and none sent twice while a bounded memory lasts. How, is in {@code
 * docs/adr} of this module.
 */
package dev.godwit.extractor.tail;
