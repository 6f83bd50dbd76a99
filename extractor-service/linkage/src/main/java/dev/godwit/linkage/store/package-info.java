/** Normalised rows in spill files. */
package dev.godwit.linkage.store;
