/**
 * The disturbances of a case: crash points, kills, outages, and a proxy that disturbs connections.
 */
package dev.godwit.local.chaos.fault;
