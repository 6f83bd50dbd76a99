/**
 * Tasks: the consumer of {@code migration.tasks.v1}, the handler of a kind of task, its Kafka
 * transaction.
 */
package dev.godwit.worker.task;
