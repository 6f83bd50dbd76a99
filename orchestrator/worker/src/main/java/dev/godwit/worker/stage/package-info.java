/** The stage as others see it: its name, reports, metrics and readiness. */
package dev.godwit.worker.stage;
