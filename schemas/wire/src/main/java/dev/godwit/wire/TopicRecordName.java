package dev.godwit.wire;

import dev.godwit.records.Subjects;
import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import io.apicurio.registry.serde.data.KafkaSerdeRecord;
import org.apache.avro.Schema;

/**
 * Names a schema as Confluent's {@code TopicRecordNameStrategy} does, topic and full name of the
 * record joined by a dash, in the registry's default group: so a subject that was registered
 * through the Confluent REST API is found through Apicurio's, and several types share one topic.
 *
 * <p>Thread-safe. Made by Apicurio's client from its configuration.
 */
public final class TopicRecordName implements ArtifactReferenceResolverStrategy<Schema, Object> {
  private static final String DEFAULT_GROUP = "default";

  @Override
  public ArtifactReference artifactReference(Record<Object> data, ParsedSchema<Schema> schema) {
    String topic = ((KafkaSerdeRecord<Object>) data).metadata().getTopic();
    return ArtifactReference.builder()
        .groupId(DEFAULT_GROUP)
        .artifactId(Subjects.of(topic, schema.getParsedSchema().getFullName()))
        .build();
  }

  @Override
  public boolean loadSchema() {
    return true;
  }
}
