/** Shows what extract and transform would make of a few rows, without writing anything. */
package dev.godwit.local.preview;
