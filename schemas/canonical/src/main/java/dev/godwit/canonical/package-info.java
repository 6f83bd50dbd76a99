/**
 * Values that two services must compute alike, so that they can be compared: hashes of bytes and
 * rows, sums of them, the canonical text of JSON, derived ids, and the form of an address. No I/O,
 * no dependency.
 */
package dev.godwit.canonical;
