/**
 * Packs: what a source system and a target system are to Godwit, read from YAML and SQL. Nothing
 * about one CRM is written in Java. How to make one is in {@code docs/making-a-pack.md}.
 */
package dev.godwit.pack;
