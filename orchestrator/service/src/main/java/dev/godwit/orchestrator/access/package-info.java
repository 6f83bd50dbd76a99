/**
 * The guard of REST and pages: authenticates people and services, checks each request before
 * anything reads it, and keeps the sessions of browsers.
 */
package dev.godwit.orchestrator.access;
