/** Decisions of people about data that does not fit, as the stages that follow them read them. */
package dev.godwit.worker.decision;
