/** The part of the mail providers in the rehearsal of live engagement. */
package dev.godwit.webhooks.rehearsal;
