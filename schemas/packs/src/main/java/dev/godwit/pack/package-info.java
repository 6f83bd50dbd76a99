/**
 * Packs describe a source or a target to Godwit. They are read from YAML and SQL. Nothing about one
 * CRM is written in Java. How to make one is in {@code docs/making-a-pack.md}.
 */
package dev.godwit.pack;
