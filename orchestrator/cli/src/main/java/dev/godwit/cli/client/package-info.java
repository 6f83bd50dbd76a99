/** The orchestrator's HTTP interface for programs in Java. */
package dev.godwit.cli.client;
