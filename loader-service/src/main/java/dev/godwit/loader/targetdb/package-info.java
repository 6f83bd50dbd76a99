/** The target database: its packs and connection, and the tasks that act on it. */
package dev.godwit.loader.targetdb;
