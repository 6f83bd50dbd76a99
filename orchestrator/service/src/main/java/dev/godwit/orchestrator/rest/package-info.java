/**
 * The orchestrator over HTTP: reads come from the read model, commands go to their topic and
 * nowhere else.
 */
package dev.godwit.orchestrator.rest;
