/** What comes in: the transformed topics, read on a thread of their own, batch by batch. */
package dev.godwit.loader.inbound;
