/**
 * The tail of the old system's engagement table: rows that are written after the snapshot become
 * live events, none missed and none sent twice while a bounded memory lasts. See decision 0008 in
 * {@code deploy/docs/adr}.
 */
package dev.godwit.extractor.engagement.tail;
