/**
 * Databases of an old and a new CRM for demo, bench and tests: any size, deterministic, nasty like
 * real data.
 */
package dev.godwit.sampledata;
