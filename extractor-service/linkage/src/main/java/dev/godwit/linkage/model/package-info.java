/** Match weights: how they are learned from rows, and what a pair of rows weighs. */
package dev.godwit.linkage.model;
