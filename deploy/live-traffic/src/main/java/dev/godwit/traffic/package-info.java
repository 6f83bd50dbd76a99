/**
 * Opens and clicks as they come in a real programme, by all three ways and with all that goes wrong
 * there, made by a script that knows what must come of each; and the reckoning that holds the
 * ledger against it. For demos, benches and tests.
 */
package dev.godwit.traffic;
