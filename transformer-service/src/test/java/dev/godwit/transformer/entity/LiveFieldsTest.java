package dev.godwit.transformer.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violations;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.merge.RunMerges;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

/** Fields that the packs declare for engagements, in live events. */
class LiveFieldsTest {
  private static final Map<String, FieldType> TYPES = types();

  private final Fields fields = new Fields(pack(), Entity.ENGAGEMENTS);
  private final Object[] values = new Object[fields.size()];

  @Test
  void shouldReadATextAsTheTypeThatThePackDeclares() throws Exception {
    into(
        Map.ofEntries(
            Map.entry("ip", " 10.0.0.1"),
            Map.entry("visit", "0000ABCD-0000-0000-0000-000000000001"),
            Map.entry("weight", " 7 "),
            Map.entry("score", "1.50"),
            Map.entry("bot", "True"),
            Map.entry("extra", "{\"b\": 1, \"a\": [ ]}"),
            Map.entry("labels", "[\"x\", 2, true]"),
            Map.entry("raw", "AP8="),
            Map.entry("seen", "2026-01-02 03:04:05+01:00"),
            Map.entry("born", "1999-12-31"),
            Map.entry("undeclared", "x")));
    assertThat(value("ip")).isEqualTo(" 10.0.0.1");
    assertThat(value("visit")).isEqualTo("0000abcd-0000-0000-0000-000000000001");
    assertThat(value("weight")).isEqualTo(7L);
    assertThat(value("score")).isEqualTo("1.50");
    assertThat(value("bot")).isEqualTo(true);
    assertThat(value("extra")).isEqualTo("{\"a\":[],\"b\":1}");
    assertThat(value("labels")).isEqualTo(List.of("x", "2", "true"));
    assertThat(value("raw")).isEqualTo(new byte[] {0, -1});
    assertThat(value("seen"))
        .isEqualTo(Instant.parse("2026-01-02T02:04:05Z").getEpochSecond() * 1_000_000);
    assertThat(value("born")).isEqualTo(LocalDate.of(1999, 12, 31).toEpochDay());
  }

  @Test
  void shouldTakeAMissingOrBlankTextForNoValue() throws Exception {
    into(Map.of("weight", "1", "ip", "x"));
    into(Map.of("ip", "", "weight", " ", "born", "", "labels", " "));
    assertThat(value("ip")).isEqualTo("");
    for (String name : TYPES.keySet()) {
      if (!name.equals("ip")) {
        assertThat(value(name)).as(name).isNull();
      }
    }
    into(null);
    assertThat(value("ip")).isNull();
  }

  @Test
  void shouldRefuseATextThatIsNoValueOfItsType() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("visit", "1-2");
    wrong.put("weight", "1.5");
    wrong.put("score", "much");
    wrong.put("bot", "yes");
    wrong.put("extra", "{");
    wrong.put("labels", "{\"a\": 1}");
    wrong.put("raw", "?");
    wrong.forEach(
        (name, text) ->
            assertThat(why(name, text).reason()).as(name).isEqualTo(QuarantineReason.WRONG_TYPE));
    assertThat(why("labels", "[[1]]").getMessage()).contains("labels as a list of texts");
    for (String name : List.of("seen", "born")) {
      assertThat(why(name, "soon").reason()).as(name).isEqualTo(QuarantineReason.BAD_DATE);
      assertThat(why(name, "soon").field()).isEqualTo(name);
    }
    assertThat(why("born", LocalDate.ofEpochDay(Integer.MAX_VALUE).toString()).reason())
        .isEqualTo(QuarantineReason.BAD_DATE);
  }

  @Test
  void shouldWriteTheFieldsIntoTheRowOfALiveEvent() throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, pack());
    List<Object> cells = cells(run, event(Map.of("ip", "10.0.0.1", "weight", "7")));
    assertThat(cells.get(column("ip"))).isEqualTo("10.0.0.1");
    assertThat(cells.get(column("weight"))).isEqualTo(7L);
    assertThat(cells(run, event(null)).get(column("ip")))
        .as("an event of a sender that does not know them")
        .isNull();
  }

  private int column(String field) {
    TargetTable table = pack().main(Entity.ENGAGEMENTS);
    return table.columns().stream().map(TargetColumn::value).toList().indexOf(field);
  }

  private static List<Object> cells(RunTransform run, LiveEngagement event) throws Exception {
    byte[] value = run.transform(event, RunMerges.NONE);
    byte[] body = Arrays.copyOfRange(value, WireEncoder.PREFIX_BYTES, value.length);
    return new SpecificDatumReader<>(TransformedLive.class)
        .read(null, DecoderFactory.get().binaryDecoder(body, null))
        .getRows()
        .getFirst()
        .getCells();
  }

  private static LiveEngagement event(Map<String, String> fields) {
    return LiveEngagement.newBuilder()
        .setCustomer("acme")
        .setWay(LiveWay.TOPIC)
        .setEventId("e-1")
        .setEmailId("4711")
        .setKind("open")
        .setOccurredAt(Instant.parse("2026-01-02T03:04:05Z"))
        .setFields(fields)
        .build();
  }

  private QuarantinedException why(String name, String text) {
    return catchThrowableOfType(QuarantinedException.class, () -> into(Map.of(name, text)));
  }

  private void into(Map<String, String> given) throws QuarantinedException {
    Violations violations = new Violations();
    new LiveFields(fields).into(given, values, violations);
    violations.throwIfAny();
  }

  private Object value(String name) {
    return values[fields.position(name)];
  }

  private static Map<String, FieldType> types() {
    Map<String, FieldType> types = new LinkedHashMap<>();
    types.put("ip", FieldType.TEXT);
    types.put("visit", FieldType.UUID);
    types.put("weight", FieldType.INTEGER);
    types.put("score", FieldType.DECIMAL);
    types.put("bot", FieldType.BOOLEAN);
    types.put("extra", FieldType.JSON);
    types.put("labels", FieldType.LIST);
    types.put("raw", FieldType.BYTES);
    types.put("seen", FieldType.INSTANT);
    types.put("born", FieldType.DATE);
    return types;
  }

  private static TargetPack pack() {
    List<TargetTable> tables = new ArrayList<>(TestPack.standard().tables());
    TargetTable engagements = tables.getLast();
    List<TargetColumn> columns = new ArrayList<>(engagements.columns());
    Map<String, EntityField> declared = new LinkedHashMap<>();
    TYPES.forEach(
        (name, type) -> {
          declared.put(name, new EntityField(type));
          columns.add(TestPack.column(name, name, columnType(type), null, true));
        });
    tables.set(tables.size() - 1, engagements.withColumns(columns));
    return TestPack.declaring(
        Map.of(Entity.ENGAGEMENTS, declared), tables.toArray(TargetTable[]::new));
  }

  private static ColumnType columnType(FieldType type) {
    return switch (type) {
      case INTEGER, INSTANT -> ColumnType.LONG;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case DATE -> ColumnType.DATE;
      case JSON, LIST -> ColumnType.JSONB;
      case BYTES -> ColumnType.BYTES;
      default -> ColumnType.TEXT;
    };
  }
}
