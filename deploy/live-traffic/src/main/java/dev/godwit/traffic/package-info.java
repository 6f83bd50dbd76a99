/**
 * Live opens and clicks for demos, benches and tests: by all three routes, with the faults of a
 * real programme, made by a script that knows the fate of each event; and the audit that compares
 * the ledger with them.
 */
package dev.godwit.traffic;
