/**
 * Folds of the events of a migration into documents for display. Pure: no database, no Kafka, no
 * clock. Every switch names every event, so that a new event does not compile before each fold
 * decides about it.
 */
package dev.godwit.orchestrator.view.fold;
