/**
 * Records with personal data in topics: the moment from which nobody needs them, their deletion,
 * and the proof of what is left of a customer.
 */
package dev.godwit.orchestrator.keeping;
