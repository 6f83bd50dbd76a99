/** Receipts and quarantined records: made for the outbox, and sent from it to Kafka. */
package dev.godwit.loader.outbound;
