/**
 * The tail of the source's engagement table: rows that are written after the snapshot become live
 * events. No row is missed, and none is sent twice within the limit of memory. See decision 0008 in
 * {@code deploy/docs/adr}.
 */
package dev.godwit.extractor.engagement.tail;
