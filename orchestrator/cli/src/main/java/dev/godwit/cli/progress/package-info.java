/** Progress of a run as bars on a terminal, or as plain lines where there is none. */
package dev.godwit.cli.progress;
