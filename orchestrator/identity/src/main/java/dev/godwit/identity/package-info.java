/** Identities, their roles, and the right that each command needs. */
package dev.godwit.identity;
