/** The target system through its pack: assess, prepare, purge, enable. */
package dev.godwit.loader.targetdb;
