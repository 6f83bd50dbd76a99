package dev.godwit.transformer.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.TestWire;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/**
 * Records of the extracted topics as 0.1.0 wrote them, whose schemas did not come from a pack:
 * bytes and writers' schemas are kept.
 */
class ReleasedRecordsTest {
  private static final Path SCHEMAS =
      Path.of("../schemas/records/src/test/resources/released/0.1.0/dev.godwit.row.v1");
  private static final Path RECORDS = Path.of("src/test/resources/released/extracted-0.1.0.txt");
  private static final byte[] KEY = {'a', 'c', 'm', 'e', '/', '7'};
  private static final long AT = 1_714_979_289_123_456L;

  private final WireDecoder decoder =
      new WireDecoder(
          Map.of(
              "godwit.serde.serializer", TestWire.Writer.class.getName(),
              "godwit.serde.deserializer", Registry.class.getName()));
  private final RecordTransformer transformer =
      new RecordTransformer(
          decoder::decodeRow,
          new ReadyRuns(
              id -> Optional.of(new RunStatus.Running(TestPack.RUN)),
              RunStatus::writesRows,
              new Checked()));

  @Test
  void shouldTransformAContactOfSeveralRows() throws Exception {
    TransformedRecord contact = transformed(Entity.CONTACTS, 0);

    assertThat(contact.getLegacyId()).isEqualTo("7");
    assertThat(contact.getRows().getFirst().getCells())
        .containsExactly(
            id("contacts", "7"),
            "acme",
            "7",
            "ann@cnn.com",
            "Ann",
            "Lée",
            "en",
            "granted",
            "press, Radio, tv",
            "{\"a\":[],\"b\":1}",
            AT,
            Math.floorDiv(AT, 86_400_000_000L));
    assertThat(contact.getRows().stream().filter(row -> row.getTable() > 0))
        .extracting(row -> row.getCells().get(1))
        .containsExactly("News", "Sport", "cnn.com", "press", "Radio", "tv");
  }

  @Test
  void shouldTransformAnEmail() throws Exception {
    assertThat(transformed(Entity.EMAILS, 1).getRows().getFirst().getCells())
        .containsExactly(id("emails", "70"), id("contacts", "7"), "acme", "Héllo", AT);
  }

  @Test
  void shouldQuarantineAnEmailWithoutItsContact() throws Exception {
    assertThat(outcome(Entity.EMAILS, 2))
        .isInstanceOfSatisfying(
            Outcome.Quarantined.class,
            quarantined -> {
              assertThat(quarantined.legacyId()).isEqualTo("71");
              assertThat(quarantined.why().reason()).isEqualTo(QuarantineReason.REQUIRED_MISSING);
              assertThat(quarantined.why().field()).isEqualTo("contactId");
            });
  }

  @Test
  void shouldTransformAnEngagement() throws Exception {
    List<Object> cells = transformed(Entity.ENGAGEMENTS, 3).getRows().getFirst().getCells();

    assertThat(cells)
        .containsExactly(
            id("engagements", "700"),
            id("emails", "70"),
            "acme",
            "click",
            "https://example.org/x",
            null,
            AT);
  }

  @Test
  void shouldReadACut() throws Exception {
    assertThat(outcome(Entity.EMAILS, 4))
        .isEqualTo(
            new Outcome.CutRead(
                TestPack.RUN, new Cut("acme/1", Entity.EMAILS.symbol(), 2, 6, false, null)));
  }

  private TransformedRecord transformed(Entity entity, int line) throws Exception {
    Outcome outcome = outcome(entity, line);
    assertThat(outcome).isInstanceOf(Outcome.Transformed.class);
    byte[] value = ((Outcome.Transformed) outcome).value();
    int from = WireEncoder.PREFIX_BYTES;
    return new SpecificDatumReader<>(TransformedRecord.class)
        .read(null, DecoderFactory.get().binaryDecoder(value, from, value.length - from, null));
  }

  private Outcome outcome(Entity entity, int line) throws IOException {
    byte[] body = HexFormat.of().parseHex(lines().get(line).split(" ", 2)[1]);
    byte[] value =
        ByteBuffer.allocate(WireEncoder.PREFIX_BYTES + body.length)
            .putInt(1, line)
            .put(WireEncoder.PREFIX_BYTES, body)
            .array();
    return transformer.outcome(entity, Topics.extracted(entity), KEY, value);
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(RECORDS);
  }

  private static ByteBuffer id(String entity, String legacyId) {
    return ByteBuffer.wrap(DerivedId.of(DerivedId.ORDERED, "acme", entity).bytes(legacyId));
  }

  /** A pack that was checked. */
  private static final class Checked implements ReadyRuns.PackOfRun {
    @Override
    public ReadyRuns.PackState of(RunStatus status) {
      return new ReadyRuns.PackState.Checked(TestPack.standard(), 0);
    }

    @Override
    public void forget(String runId) {
      // Nothing is kept here.
    }
  }

  /** Holds the schemas that 0.1.0 registered: a schema's id is the line of its record. */
  public static final class Registry implements Deserializer<Object> {
    private final List<Schema> schemas = new ArrayList<>();

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
      try {
        for (String line : lines()) {
          Path file = SCHEMAS.resolve(line.split(" ", 2)[0] + ".avsc");
          schemas.add(new Schema.Parser().parse(file.toFile()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
      return new GenericData.Record(schemas.get(ByteBuffer.wrap(data).getInt(1)));
    }
  }
}
