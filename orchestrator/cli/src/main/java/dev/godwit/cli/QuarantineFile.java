package dev.godwit.cli;

import dev.godwit.api.QuarantinedRecordAnswer;
import dev.godwit.api.ViolationAnswer;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
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
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
    Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
    try {
      if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
      }
      QuarantinedRecordAnswer.End end;
      try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        out.write(HEADER + (withValues ? ",value" : "") + "\r\n");
        end = records.apply(record -> write(out, line(record, withValues)));
      } catch (WriteFailedException e) {
        throw e.cause;
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return end;
    } finally {
      Files.deleteIfExists(part);
    }
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
