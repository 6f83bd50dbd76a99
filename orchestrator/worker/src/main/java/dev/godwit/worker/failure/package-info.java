/** Errors: their classes, and how they are logged and reported without row content. */
package dev.godwit.worker.failure;
