/** The transformed topics: polled, decoded, paused, and positioned by the target database. */
package dev.godwit.loader.inbound;
