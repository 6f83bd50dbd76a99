/**
 * The tasks that the events order: what a worker does, whatever a message says. Uses the domain's
 * fold, so that worker and engine cannot differ.
 */
package dev.godwit.worker.order;
