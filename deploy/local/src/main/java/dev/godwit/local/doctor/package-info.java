/**
 * {@code godwit doctor}: checks of an installation from outside. Each {@link
 * dev.godwit.local.doctor.Check} examines one thing, and reports what is wrong, why it matters and
 * the command that mends it.
 */
package dev.godwit.local.doctor;
