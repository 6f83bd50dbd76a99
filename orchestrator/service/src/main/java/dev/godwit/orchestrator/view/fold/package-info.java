/**
 * What the events of a migration add up to, for showing it to people. Pure: no database, no Kafka,
 * no clock.
 */
package dev.godwit.orchestrator.view.fold;
