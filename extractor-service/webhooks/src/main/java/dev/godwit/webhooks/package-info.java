/**
 * The webhooks process: opens and clicks that mail providers report over HTTP. Inbound: {@code
 * intake}, a provider's request, held against {@code limits}. Work: {@code providers} check its
 * signature by {@code signatures} and read its format. Outbound: {@code outbound}, live events in
 * the topic, acknowledged before the provider is answered.
 *
 * <p>The process faces the internet. It has no database driver and no database credentials.
 */
package dev.godwit.webhooks;
