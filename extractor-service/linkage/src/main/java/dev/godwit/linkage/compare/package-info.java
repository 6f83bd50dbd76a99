/** Levels of agreement of two normalised values. */
package dev.godwit.linkage.compare;
