/** Measures the speed of the target's pages by the probes of the target pack. */
package dev.godwit.validator.pages;
