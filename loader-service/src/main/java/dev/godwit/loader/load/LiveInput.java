package dev.godwit.loader.load;

import dev.godwit.row.v1.TransformedLive;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A live event that is to be loaded.
 *
 * @param source as it was read
 * @param event the event; null where it could not be read
 * @param unreadable what was expected and found where it could not be read; null otherwise
 */
public record LiveInput(
    ConsumerRecord<byte[], byte[]> source, TransformedLive event, String unreadable) {}
