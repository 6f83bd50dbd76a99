/**
 * Notifications: events of {@code migration.events.v1} that a person waits for become notices, once
 * each ({@code NoticeReader}), notices become messages ({@code MessageDesk}), and messages go to
 * the configured channels ({@code MessageSender}). Nothing here decides or blocks anything; ADR
 * 0025 says what is exactly once and what is at least once.
 */
package dev.godwit.orchestrator.notification;
