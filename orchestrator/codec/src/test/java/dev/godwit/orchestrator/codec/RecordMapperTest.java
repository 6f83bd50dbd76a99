package dev.godwit.orchestrator.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.report.Report;
import dev.godwit.orchestrator.domain.report.Reported.ReportEnvelope;
import dev.godwit.orchestrator.domain.task.DispatchedTask.TaskEnvelope;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordMapperTest {
  private final RecordMapper mapper = new RecordMapper();

  static Stream<Arguments> types() {
    return Stream.of(
            types(Command.class, null, Topics.COMMANDS),
            types(Event.class, Envelope.class, Topics.EVENTS),
            types(Report.class, ReportEnvelope.class, Topics.REPORTS),
            types(Task.class, TaskEnvelope.class, Topics.TASKS))
        .flatMap(all -> all);
  }

  private static Stream<Arguments> types(Class<?> sealed, Class<?> envelope, String topic) {
    return records(sealed).map(type -> Arguments.of(type, envelope, topic));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordMapperTest::records)
        : Stream.of(type);
  }

  /** The record after a way through its bytes. */
  private static SpecificRecord written(SpecificRecord avro) throws IOException {
    SpecificData model = SpecificData.getForClass(avro.getClass());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new SpecificDatumWriter<SpecificRecord>(avro.getSchema(), model).write(avro, encoder);
    return new SpecificDatumReader<SpecificRecord>(avro.getSchema(), avro.getSchema(), model)
        .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
  }

  @ParameterizedTest
  @MethodSource("types")
  @SuppressWarnings("unchecked")
  void shouldMapEveryTypeToItsSchemaAndBack(Class<?> type, Class<?> envelopeType, String topic)
      throws IOException {
    for (int seed = 0; seed < 3; seed++) {
      Record body = sample(type, seed);
      Record envelope = envelopeType == null ? null : sample(envelopeType, seed);
      SpecificRecord read = written(mapper.toAvro(body, envelope));
      assertThat(mapper.fromAvro(read)).isEqualTo(body);
      if (envelope != null) {
        assertThat(mapper.envelope(read, (Class<? extends Record>) envelopeType))
            .isEqualTo(envelope);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldFindEveryTypeInTheTopicCatalogue(Class<?> type, Class<?> envelopeType, String topic) {
    assertThat(TopicCatalogue.load().topic(topic).types().toString())
        .contains(type.getSimpleName());
  }

  private Record sample(Class<?> type, int seed) {
    java.util.Map<String, Object> values = new java.util.HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      values.put(component.getName(), value(component.getGenericType(), seed));
    }
    return mapper.make(type, values);
  }

  private Object value(Type type, int seed) {
    if (type instanceof ParameterizedType list) {
      Type item = list.getActualTypeArguments()[0];
      return seed == 0 ? List.of() : List.of(value(item, seed), value(item, seed + 1));
    }
    Class<?> simple = (Class<?>) type;
    if (simple == String.class) {
      return "text \uD83D\uDC26 " + seed;
    }
    if (simple == long.class || simple == Long.class) {
      return 40_000_000_000L + seed;
    }
    if (simple == int.class || simple == Integer.class) {
      return 3 + seed;
    }
    if (simple == double.class || simple == Double.class) {
      return 7.25 + seed;
    }
    if (simple == boolean.class) {
      return seed % 2 == 0;
    }
    if (simple == Instant.class) {
      return Instant.parse("2026-01-01T00:00:00.123456Z");
    }
    if (simple == Entity.class) {
      return List.of(Entity.EMAILS, Entity.valueOf("companies"), Entity.LIVE)
          .get(Math.min(seed, 2));
    }
    if (simple.isEnum()) {
      return simple.getEnumConstants()[1 + seed % (simple.getEnumConstants().length - 1)];
    }
    return sample(simple, seed);
  }
}
