/** Certificates of a secure stack, and the rights that its principals have in Kafka. */
package dev.godwit.local.security;
