/**
 * The extractor. Inbound: tasks. Work: assess, freeze, planning under a snapshot, merge, chunk,
 * cut. Outbound: records as bytes, receipts.
 */
package dev.godwit.extractor;
