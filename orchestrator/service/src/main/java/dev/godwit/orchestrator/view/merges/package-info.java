/**
 * Merge groups for a person who decides: lists from the read model, values from {@code
 * crm.merge-groups.v1}, and the file of groups.
 */
package dev.godwit.orchestrator.view.merges;
