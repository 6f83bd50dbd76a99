/** What goes out: receipts and quarantined records, from the outbox to Kafka. */
package dev.godwit.loader.outbound;
