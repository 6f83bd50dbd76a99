/** Whether the synthetic live events of a rehearsal arrive in staging. */
package dev.godwit.validator.arrival;
