/**
 * Sample source and target databases for demo, bench and tests: any size, deterministic, and as odd
 * as real data.
 */
package dev.godwit.sampledata;
