/** Live engagement as it stands on its topic, in Avro or JSON. */
package dev.godwit.wire.live;
