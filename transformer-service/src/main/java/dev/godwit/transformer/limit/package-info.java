/** This package counts values that come close to a limit of the target's catalogue. */
package dev.godwit.transformer.limit;
