/** Compares the broker's topics with the catalogue, for all services and the doctor. */
package dev.godwit.wire.topics;
