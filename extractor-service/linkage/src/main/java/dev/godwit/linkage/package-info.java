/**
 * Record linkage: finds the rows of an entity that are, or may be, one, in the way of Fellegi and
 * Sunter (1969).
 */
package dev.godwit.linkage;
