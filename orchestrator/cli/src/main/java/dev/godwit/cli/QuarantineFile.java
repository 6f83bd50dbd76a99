package dev.godwit.cli;

import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.ViolationAnswer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes quarantined records to a file of comma-separated values (RFC 4180, UTF-8). The file
 * appears when it is complete, and its owner alone can read it. Stateless.
 */
final class QuarantineFile {
  private static final String HEADER =
      "run,entity,stage,reason,key,field,limit,length,root_cause,detail,source_rows,topic,partition,offset,also";

  private QuarantineFile() {}

  /**
   * Writes a file.
   *
   * @param withValues whether it has a column of values
   * @param records gives every record to a sink, then the end of the export
   * @throws IOException where the file cannot be written; an older one is still there
   */
  static QuarantinedRecordAnswer.End write(
      Path file,
      boolean withValues,
      Function<Consumer<QuarantinedRecordAnswer>, QuarantinedRecordAnswer.End> records)
      throws IOException {
    return PrivateFile.write(
        file,
        bytes -> {
          try (Writer out =
              new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            out.write(HEADER + (withValues ? ",value" : "") + "\r\n");
            return records.apply(record -> write(out, line(record, withValues)));
          } catch (WriteFailedException e) {
            throw e.cause;
          }
        });
  }

  /** The file is at fault, not the orchestrator's answer. */
  private static final class WriteFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final IOException cause;

    WriteFailedException(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private static void write(Writer out, String line) {
    try {
      out.write(line);
    } catch (IOException e) {
      throw new WriteFailedException(e);
    }
  }

  private static String line(QuarantinedRecordAnswer r, boolean withValue) {
    Stream<Object> cells =
        Stream.of(
            r.run(),
            r.entity(),
            r.stage(),
            r.reason(),
            r.key(),
            text(r.field()),
            text(r.limit()),
            text(r.length()),
            text(r.rootCause()),
            r.detail(),
            r.sourceRows(),
            r.topic(),
            r.partition(),
            r.offset(),
            r.others().stream().map(ViolationAnswer::text).collect(Collectors.joining("; ")));
    return Stream.concat(cells, withValue ? Stream.of(text(r.value())) : Stream.empty())
            .map(cell -> quoted(cell.toString()))
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static Object text(Object value) {
    return value == null ? "" : value;
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
