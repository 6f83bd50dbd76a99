package dev.godwit.transformer;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.ContactMember;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.transformer.entity.RunTransform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * CPU time that one record costs, without Kafka: Avro read, transformed and written, both values
 * hashed. Not a test; run the main method. Prints nanoseconds a record by entity; collecting the
 * garbage is not in them.
 */
public final class RecordCostBenchmark {
  private static final int RECORDS = 20_000;
  private static final int ROUNDS = 40;

  private RecordCostBenchmark() {}

  public static void main(String[] args) throws Exception {
    RunTransform run = new RunTransform(TestPack.RUN, TestPack.standard());
    measure(run, Entity.CONTACTS, RecordCostBenchmark::contact, ExtractedContact.class);
    measure(run, Entity.EMAILS, RecordCostBenchmark::email, ExtractedEmail.class);
    measure(run, Entity.ENGAGEMENTS, RecordCostBenchmark::engagement, ExtractedEngagement.class);
  }

  private static <T extends SpecificRecord> void measure(
      RunTransform run, Entity entity, IntFunction<T> make, Class<T> type) throws Exception {
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      values.add(encoded(make.apply(i), type));
    }
    SpecificData model = new SpecificData(type.getClassLoader());
    SpecificData.getForClass(type).getConversions().forEach(model::addLogicalTypeConversion);
    model.setFastReaderEnabled(true);
    SpecificDatumReader<T> reader = new SpecificDatumReader<>(model);
    reader.setSchema(SpecificData.get().getSchema(type));
    reader.setExpected(SpecificData.get().getSchema(type));
    long bestRead = Long.MAX_VALUE;
    long best = Long.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpuNanos();
      for (byte[] value : values) {
        sum += reader.read(null, decoder(value)) == null ? 1 : 0;
      }
      long read = cpuNanos();
      for (byte[] value : values) {
        byte[] out = run.transform(entity, reader.read(null, decoder(value)));
        sum += ByteDigest.hash(value) + ByteDigest.hash(out);
      }
      bestRead = Math.min(bestRead, read - start);
      best = Math.min(best, cpuNanos() - read);
    }
    System.out.printf(
        "%-12s %5d ns a record, of them %d to read Avro; %d bytes in (digest %x)%n",
        entity, best / RECORDS, bestRead / RECORDS, values.getFirst().length, sum);
  }

  /** CPU time of this thread, so that other processes on the machine do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static BinaryDecoder decoder;

  private static BinaryDecoder decoder(byte[] value) {
    decoder = DecoderFactory.get().binaryDecoder(value, decoder);
    return decoder;
  }

  private static <T> byte[] encoded(T record, Class<T> type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<>(type).write(record, encoder);
    return bytes.toByteArray();
  }

  static ExtractedContact contact(int i) {
    ContactMember member =
        Records.member(Integer.toString(i)).setAddress("Ann" + i + "@CNN.com").build();
    return new ExtractedContact(TestPack.RUN.runId(), Integer.toString(i), List.of(member));
  }

  static ExtractedEmail email(int i) {
    return Records.email(Integer.toString(i))
        .setContactId(Integer.toString(i / 5))
        .setSubject("News of the week " + i)
        .setSender("press@example.org")
        .setCampaign("weekly")
        .setMessageId("<" + i + "@mail.example.org>")
        .build();
  }

  static ExtractedEngagement engagement(int i) {
    return Records.engagement(Integer.toString(i))
        .setContactId(Integer.toString(i / 20))
        .setEmailId(Integer.toString(i / 4))
        .setAgent("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36")
        .build();
  }
}
