package dev.godwit.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * Names of attributes: those of OpenTelemetry's semantic conventions for messaging with Kafka, and
 * Godwit's own, which begin with {@code godwit}. Stateless.
 */
final class SpanAttributes {
  static final AttributeKey<String> SERVICE_NAME = text("service.name");
  static final AttributeKey<String> SERVICE_NAMESPACE = text("service.namespace");
  static final AttributeKey<String> SERVICE_INSTANCE = text("service.instance.id");

  static final AttributeKey<String> SYSTEM = text("messaging.system");
  static final AttributeKey<String> OPERATION_NAME = text("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE = text("messaging.operation.type");
  static final AttributeKey<String> DESTINATION = text("messaging.destination.name");
  static final AttributeKey<String> PARTITION = text("messaging.destination.partition.id");
  static final AttributeKey<String> GROUP = text("messaging.consumer.group.name");
  static final AttributeKey<String> MESSAGE_ID = text("messaging.message.id");
  static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

  static final AttributeKey<String> TYPE = text("godwit.type");
  static final AttributeKey<String> CUSTOMER = text("godwit.customer");
  static final AttributeKey<Long> RUN = AttributeKey.longKey("godwit.run");
  static final AttributeKey<String> TASK = text("godwit.task");
  static final AttributeKey<String> STAGE = text("godwit.stage");

  static final String SEND = "send";
  static final String PROCESS = "process";

  private SpanAttributes() {}

  private static AttributeKey<String> text(String name) {
    return AttributeKey.stringKey(name);
  }

  static Attributes of(String topic, String operation, Subject subject) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(SYSTEM, "kafka")
            .put(OPERATION_NAME, operation)
            .put(OPERATION_TYPE, operation)
            .put(DESTINATION, topic)
            .put(TYPE, subject.type());
    putUnlessEmpty(attributes, MESSAGE_ID, subject.id());
    putUnlessEmpty(attributes, CUSTOMER, subject.customer());
    putUnlessEmpty(attributes, TASK, subject.task());
    putUnlessEmpty(attributes, STAGE, subject.stage());
    if (subject.run() > 0) {
      attributes.put(RUN, (long) subject.run());
    }
    return attributes.build();
  }

  static Attributes of(Consumed from) {
    if (!from.hasPlace()) {
      return Attributes.empty();
    }
    return Attributes.builder()
        .put(PARTITION, Integer.toString(from.partition()))
        .put(OFFSET, from.offset())
        .put(GROUP, from.group())
        .build();
  }

  private static void putUnlessEmpty(
      AttributesBuilder attributes, AttributeKey<String> key, String value) {
    if (value != null && !value.isEmpty()) {
      attributes.put(key, value);
    }
  }
}
