/** Records of entities that a pack declares, from the source's values to the target's rows. */
package dev.godwit.it.open;
