package dev.godwit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.records.Entity;
import dev.godwit.records.RenamedTypes;
import dev.godwit.row.v1.ContactMember;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SystemLimitException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WireFormatTest {
  private static final String TOPIC = "crm.contacts.extracted.v1";

  private final WireEncoder encoder = new WireEncoder(PretendRegistry.settings());
  private final WireDecoder decoder = new WireDecoder(PretendRegistry.settings());

  @Test
  void shouldReadTheRecordThatWasWritten() throws UnreadableRecordException {
    for (SpecificRecord record :
        List.of(
            new Cut("c/1", Entity.EMAILS.symbol(), 1, 6, false, null),
            contact(),
            ExtractedEngagement.newBuilder()
                .setRunId("c/1")
                .setLegacyId("7")
                .setOccurredAt(Instant.ofEpochSecond(-1, 999_999_000))
                .build(),
            transformed())) {
      assertIsWritten(record, encoder.encode(TOPIC, record));
    }
  }

  /**
   * By type and bytes: the equality of Avro's arrays fails for records in them that have times
   * (Avro 1.12.1).
   */
  private void assertIsWritten(SpecificRecord record, byte[] value)
      throws UnreadableRecordException {
    SpecificRecord decoded = decoder.decode(TOPIC, value);
    assertThat(decoded).hasSameClassAs(record);
    assertThat(decoded.toString()).isEqualTo(record.toString());
    assertThat(encoder.encode(TOPIC, decoded)).isEqualTo(value);
  }

  @Test
  void shouldWriteTheBytesOfTheConfiguredSerializer() {
    byte[] expected = new PretendRegistry.Writes().serialize(TOPIC, contact());
    assertThat(encoder.encode(TOPIC, contact())).isEqualTo(expected);
    byte[] cells = new PretendRegistry.Writes().serialize(TOPIC, transformed());
    assertThat(encoder.encode(TOPIC, transformed())).isEqualTo(cells);
  }

  @Test
  void shouldAskTheRegistryOnceForATypeOfATopic() throws UnreadableRecordException {
    byte[] value = encoder.encode("once", contact());
    decoder.decode("once", value);
    int asked = PretendRegistry.ASKED.get();
    for (int i = 0; i < 100; i++) {
      decoder.decode("once", encoder.encode("once", contact()));
    }
    assertThat(PretendRegistry.ASKED).hasValue(asked);
    encoder.encode("another", contact());
    assertThat(PretendRegistry.ASKED).hasValue(asked + 1);
  }

  @Test
  void shouldGiveDefaultsOfAddedFieldsWhenARecordIsOlder() throws UnreadableRecordException {
    Schema older =
        SchemaBuilder.record("ExtractedEngagement")
            .namespace("dev.godwit.row.v1")
            .fields()
            .requiredString("runId")
            .requiredString("legacyId")
            .endRecord();
    GenericData.Record record =
        new GenericRecordBuilder(older).set("runId", "c/1").set("legacyId", "7").build();
    assertThat(decoder.decode(TOPIC, PretendRegistry.value(record)))
        .isEqualTo(ExtractedEngagement.newBuilder().setRunId("c/1").setLegacyId("7").build());
  }

  /** Of each report that has another name now, as release 0.1.0 wrote it. */
  @Test
  void shouldDecodeToTheRenamedTypeWhenWrittenUnderANameOf010() throws Exception {
    Map<String, String> decoded = new HashMap<>();
    for (Schema released : releasedReports()) {
      String currentName = RenamedTypes.current().currentName(released.getFullName());
      if (!currentName.equals(released.getFullName())) {
        GenericRecord written = (GenericRecord) new RandomData(released, 1, 7L).iterator().next();
        SpecificRecord read = decoder.decode("reports", PretendRegistry.value(written));
        assertThat(read.getClass().getName()).isEqualTo(currentName);
        decoded.put(released.getName(), read.getClass().getSimpleName());
        GenericRecord envelope = (GenericRecord) written.get("envelope");
        assertThat(((SpecificRecord) read.get(read.getSchema().getField("envelope").pos())).get(0))
            .hasToString(envelope.get("reportId").toString());
      }
    }
    assertThat(decoded).containsEntry("TargetPurged", "PurgeReport").hasSizeGreaterThan(5);
  }

  private static List<Schema> releasedReports() throws IOException {
    Path folder = Path.of("../records/src/test/resources/released/0.1.0/dev.godwit.report.v1");
    List<Schema> schemas = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.avsc")) {
      for (Path file : files) {
        schemas.add(new Schema.Parser().parse(file.toFile()));
      }
    }
    return schemas;
  }

  @Test
  void shouldBeUnreadableWhenTheTypeIsUnknown() {
    Schema foreign =
        SchemaBuilder.record("Newer").namespace("dev.godwit.row.v1").fields().endRecord();
    assertThatThrownBy(
            () -> decoder.decode(TOPIC, PretendRegistry.value(new GenericData.Record(foreign))))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("found dev.godwit.row.v1.Newer");
  }

  @Test
  void shouldLoadNoClassThatIsNotARecordOfGodwit() {
    Schema foreign = SchemaBuilder.record("String").namespace("java.lang").fields().endRecord();
    assertThatThrownBy(
            () -> decoder.decode(TOPIC, PretendRegistry.value(new GenericData.Record(foreign))))
        .isInstanceOf(UnreadableRecordException.class);
  }

  @Test
  void shouldBeUnreadableWhenTheSchemaIdIsUnknown() {
    assertThatThrownBy(() -> decoder.decode(TOPIC, new byte[] {0, 9, 9, 9, 9, 1}))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("schema id");
  }

  @Test
  void shouldBeUnreadableWhenTheValueIsNotInTheWireFormat() {
    for (byte[] value : new byte[][] {null, {}, {0, 0, 0}, "{\"a\":1}".getBytes(UTF_8)}) {
      assertThatThrownBy(() -> decoder.decode(TOPIC, value))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("wire format");
    }
  }

  @Test
  void shouldBeUnreadableWhenBytesAreMissingOrTooMany() throws UnreadableRecordException {
    byte[] value = encoder.encode(TOPIC, contact());
    decoder.decode(TOPIC, value);
    for (int length : new int[] {value.length - 1, value.length + 1, 6, 5}) {
      assertThatThrownBy(() -> decoder.decode(TOPIC, Arrays.copyOf(value, length)))
          .as("%d of %d bytes", length, value.length)
          .isInstanceOf(UnreadableRecordException.class);
    }
    assertIsWritten(contact(), value);
  }

  @Test
  @Timeout(20)
  void shouldBeUnreadableWhenTheFirstValueOfATypeIsCutShort() {
    byte[] value = encoder.encode(TOPIC, contact());
    assertThatThrownBy(() -> decoder.decode(TOPIC, Arrays.copyOf(value, value.length - 1)))
        .isInstanceOf(UnreadableRecordException.class);
  }

  @Test
  void shouldAllocateNothingWhenALengthIsImpossible() {
    byte[] value = encoder.encode(TOPIC, new Cut("c/1", Entity.EMAILS.symbol(), 1, 6, false, null));
    byte[] corrupt = Arrays.copyOf(value, value.length);
    // The first field's length: 2^28 - 8, in zigzag.
    byte[] length = {(byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
    System.arraycopy(length, 0, corrupt, WireEncoder.PREFIX_BYTES, length.length);

    assertThatThrownBy(() -> decoder.decode(TOPIC, corrupt))
        .isInstanceOf(UnreadableRecordException.class)
        .cause()
        .isInstanceOf(SystemLimitException.class);
  }

  @Test
  void shouldAllocateNothingWhenANumberOfItemsIsImpossible() {
    byte[] value = encoder.encode(TOPIC, new TransformedRecord("c", "7", List.of()));
    byte[] corrupt = Arrays.copyOf(value, value.length + 4);
    byte[] items = {(byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
    System.arraycopy(items, 0, corrupt, value.length - 1, items.length);

    assertThatThrownBy(() -> decoder.decode(TOPIC, corrupt))
        .isInstanceOf(UnreadableRecordException.class)
        .cause()
        .isInstanceOf(SystemLimitException.class);
  }

  private static ExtractedContact contact() {
    ContactMember member =
        ContactMember.newBuilder()
            .setLegacyId("7")
            .setGivenName("נועה 😀")
            .setTags(List.of("a", ""))
            .setCreatedAt(Instant.ofEpochSecond(1, 123_456_000))
            .build();
    return new ExtractedContact("c/1", "7", List.of(member));
  }

  private static TransformedRecord transformed() {
    List<Object> cells =
        Arrays.asList(null, true, 42L, 1.5, "text", ByteBuffer.wrap(new byte[] {1, 2}));
    return new TransformedRecord("c/1", "7", List.of(new TableRow(0, cells)));
  }
}
