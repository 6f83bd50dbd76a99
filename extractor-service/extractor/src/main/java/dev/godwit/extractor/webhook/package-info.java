/**
 * Opens and clicks that mail providers tell of by HTTP. Inbound: a provider's request, with its
 * signature. Work: limits, signature, the provider's format. Outbound: live events in the log,
 * acknowledged before the provider is answered.
 */
package dev.godwit.extractor.webhook;
