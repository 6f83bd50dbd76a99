/**
 * Plans of replays: what a stage would read again, how much of it is done already, how long it will
 * take, and why it would be refused. Nothing here changes anything.
 */
package dev.godwit.orchestrator.view.replay;
