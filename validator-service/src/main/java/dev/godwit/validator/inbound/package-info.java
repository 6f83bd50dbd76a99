/** Inbound: tasks that request a verdict, and ledgers that get one. */
package dev.godwit.validator.inbound;
