/** The order of entities by reference, and the check that a parent is in the target. */
package dev.godwit.loader.reference;
