/**
 * Reads the source by its pack: connections, the layout of an entity's columns and their binary
 * form.
 */
package dev.godwit.extractor.source;
