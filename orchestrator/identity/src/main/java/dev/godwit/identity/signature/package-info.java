/**
 * Signatures of commands: a JWS in a header of the record, made by the key of a person or a
 * service, and the files that hold such keys.
 */
package dev.godwit.identity.signature;
