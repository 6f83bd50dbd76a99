/** Whose commands count: the keys of an installation, its own signatures, and unsigned commands. */
package dev.godwit.orchestrator.trust;
