/** Outages: repeats work while a database is away, and reports what it waits for. */
package dev.godwit.worker.outage;
