/**
 * How long the topics keep records with personal data: which records nobody needs any longer, their
 * deletion, and the proof of what is left of a customer.
 */
package dev.godwit.orchestrator.keeping;
