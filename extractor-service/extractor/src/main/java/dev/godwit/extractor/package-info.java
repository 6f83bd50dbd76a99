/**
 * The extractor: moves rows and live engagement between the source and Kafka. Tasks enter at {@code
 * inbound}; {@code snapshot} and {@code engagement} work on the {@code source}; records leave at
 * {@code outbound}.
 */
package dev.godwit.extractor;
