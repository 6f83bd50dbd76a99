/** Keys of the stack's people and services, with which commands are signed. */
package dev.godwit.local.keys;
