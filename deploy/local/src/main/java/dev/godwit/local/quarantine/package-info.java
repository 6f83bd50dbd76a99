/**
 * The preview of a fix: records in quarantine are transformed with it, by the transformer's own
 * code, before it is decided.
 */
package dev.godwit.local.quarantine;
