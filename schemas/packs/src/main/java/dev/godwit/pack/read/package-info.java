/** Reads packs from their files; every finding has a file, a line and a column. */
package dev.godwit.pack.read;
