/** Writes extracted records, receipts and merge groups to Kafka. */
package dev.godwit.extractor.outbound;
