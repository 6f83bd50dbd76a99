/** The arithmetic of progress and lag, from receipts alone. Pure: time comes in. */
package dev.godwit.orchestrator.view.progress;
