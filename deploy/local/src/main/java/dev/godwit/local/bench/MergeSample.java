package dev.godwit.local.bench;

import dev.godwit.linkage.LinkageField;
import dev.godwit.linkage.LinkageRows;
import dev.godwit.linkage.LinkageSchema;
import dev.godwit.linkage.Meaning;
import dev.godwit.sampledata.merges.LabelledContacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of which it is known which are one.
 *
 * @param name as the report shows it
 * @param schema fields by which the rows are compared
 * @param rows the rows
 * @param labels tells the label of a row: equal for the rows of one person
 * @param truePairs number of pairs of rows that are one
 */
record MergeSample(
    String name,
    LinkageSchema schema,
    LinkageRows<RuntimeException> rows,
    Labels labels,
    long truePairs) {
  private static final LinkageSchema FEBRL =
      new LinkageSchema(
          List.of(
              new LinkageField("given_name", Meaning.GIVEN_NAME),
              new LinkageField("surname", Meaning.FAMILY_NAME),
              new LinkageField("street_number", Meaning.HOUSE_NUMBER),
              new LinkageField("address_1", Meaning.STREET),
              new LinkageField("address_2", Meaning.TEXT),
              new LinkageField("suburb", Meaning.CITY),
              new LinkageField("postcode", Meaning.POSTCODE),
              new LinkageField("state", Meaning.REGION),
              new LinkageField("date_of_birth", Meaning.BIRTH_DATE),
              new LinkageField("soc_sec_id", Meaning.EXTERNAL_ID)));

  private static final Map<String, Meaning> CONTACT =
      Map.of(
          "email", Meaning.EMAIL,
          "given_name", Meaning.GIVEN_NAME,
          "family_name", Meaning.FAMILY_NAME,
          "outlet", Meaning.ORGANISATION,
          "phone", Meaning.PHONE,
          "birth_date", Meaning.BIRTH_DATE);

  /** Tells labels. */
  @FunctionalInterface
  interface Labels {
    /** Label of a row. */
    String of(String id);
  }

  /** The persons of Febrl's first data set: 500, and a corrupted duplicate of each. */
  static MergeSample febrl() {
    String file = "/godwit/sample/febrl1.csv";
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).get();
    List<CSVRecord> records;
    try (InputStream in = MergeSample.class.getResourceAsStream(file);
        CSVParser parser = CSVParser.parse(in, StandardCharsets.UTF_8, format)) {
      records = parser.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<CSVRecord> rows = records.subList(1, records.size());
    List<String> names = records.getFirst().toList();
    int[] columns = FEBRL.fields().stream().mapToInt(f -> names.indexOf(f.name())).toArray();
    return new MergeSample(
        "febrl1",
        FEBRL,
        visitor -> {
          for (CSVRecord row : rows) {
            String[] values = new String[columns.length];
            for (int i = 0; i < values.length; i++) {
              values[i] = row.get(columns[i]);
            }
            visitor.row(row.get(0), values);
          }
        },
        id -> id.split("-", -1)[1],
        rows.size() / 2);
  }

  /** Made-up contacts. */
  static MergeSample contacts(long seed, long count) {
    LabelledContacts contacts = new LabelledContacts(seed, count);
    List<LinkageField> fields = new ArrayList<>();
    for (String name : LabelledContacts.FIELDS) {
      fields.add(new LinkageField(name, CONTACT.get(name)));
    }
    return new MergeSample(
        "contacts",
        new LinkageSchema(fields),
        visitor -> contacts.forEach((id, person, values) -> visitor.row(id, values)),
        id -> Long.toString(contacts.personOf(id)),
        contacts.truePairs());
  }
}
