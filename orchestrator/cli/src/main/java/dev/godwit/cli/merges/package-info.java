/** The file in which a person decides about merge groups: read, checked, and made into commands. */
package dev.godwit.cli.merges;
