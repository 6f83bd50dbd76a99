/** What comes in: the tasks that ask for a verdict, and the ledgers to give one on. */
package dev.godwit.validator.inbound;
