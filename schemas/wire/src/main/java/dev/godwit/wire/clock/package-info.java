/** Time that the steps of a machine's clock do not move. */
package dev.godwit.wire.clock;
