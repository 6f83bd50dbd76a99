/** Named points at which a test lets a process end as {@code kill -9} does. */
package dev.godwit.wire.crash;
