package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QuarantineCommandTest {
  private static final String RECORD =
      """
      {"run":2,"entity":"CONTACTS","stage":"TRANSFORM","reason":"BAD_ADDRESS","key":"17","field":"address","limit":64,\
      "length":90,"rootCause":"BAD_ADDRESS","detail":"Expected, found \\"x\\".","sourceRows":1,"topic":"t","partition":1,\
      "offset":3,"value":%s,"others":[{"reason":"LIMIT_EXCEEDED","field":"contact.note","limit":5,\
      "length":9,"detail":"Expected less.","values":2},{"reason":"UNKNOWN_CONSENT","field":"consent","values":1}]}
      """;

  @TempDir Path folder;
  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldExportEveryRecordWithoutValues() throws IOException {
    answer(RECORD.formatted("null") + RECORD.formatted("null") + end(2));

    assertThat(godwit("--all", "--csv", file().toString())).isZero();

    assertThat(orchestrator.asked()).isEqualTo("values=false");
    assertThat(Files.readString(file()).lines())
        .hasSize(3)
        .startsWith(
            "run,entity,stage,reason,key,field,limit,length,root_cause,detail,source_rows,topic,partition,offset,also",
            "2,CONTACTS,TRANSFORM,BAD_ADDRESS,17,address,64,90,BAD_ADDRESS,\"Expected, found \"\"x\"\".\",1,t,1,3,LIMIT_EXCEEDED contact.note (9 where the limit is 5) in 2 values; UNKNOWN_CONSENT consent");
    assertThat(out.toString()).startsWith("2 records of acme, without values, written to ");
  }

  @Test
  void shouldWriteValuesToTheFileAloneWhenAskedTo() throws IOException {
    answer(RECORD.formatted("\"ann@example.org\"") + end(1));

    assertThat(godwit("--all", "--csv", file().toString(), "--with-values", "--run", "2")).isZero();

    assertThat(orchestrator.asked()).isEqualTo("values=true&run=2");
    assertThat(Files.readString(file())).contains("offset,also,value\r\n", ",ann@example.org\r\n");
    assertThat(out.toString() + err).doesNotContain("ann@");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldLeaveNoFileWhenTheExportBreaksOff() throws IOException {
    answer(RECORD.formatted("null"));

    assertThat(godwit("--all", "--csv", file().toString())).isEqualTo(ExitCodes.UNAVAILABLE);

    assertThat(err.toString()).contains("an export with its last line");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldReportWrongUsageWhenOptionsLackTheirPartners() {
    assertThat(godwit("--all")).isEqualTo(ExitCodes.USAGE);
    assertThat(godwit("--csv", file().toString())).isEqualTo(ExitCodes.USAGE);
    assertThat(godwit("--with-values")).isEqualTo(ExitCodes.USAGE);
    assertThat(godwit("--all", "--csv", folder.resolve("none/there.csv").toString()))
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void shouldPrintTheRootCauseOfAnExample() {
    orchestrator.at(
        "/migrations/acme/quarantine",
        """
        [{"run":1,"entity":"EMAILS","stage":"LOAD","reason":"BROKEN_REFERENCE","count":7,"waivedUpTo":0,
          "longest":null,"limit":null,"examples":[{"legacyId":"30","field":"contact_id","limit":null,
          "length":null,"detail":"None.","topic":"t","partition":1,"offset":2,
          "rootCause":"contacts 17: BAD_ADDRESS by stage transform"}],
          "also":[{"reason":"TARGET_REFUSED","field":"subject","records":1200}]}]
        """);
    assertThat(godwit()).isZero();
    assertThat(orchestrator.asked()).isEqualTo("causes=true");
    assertThat(out.toString())
        .contains("  1,200 of them also: TARGET_REFUSED subject")
        .contains("None. Root cause: contacts 17: BAD_ADDRESS by stage transform.")
        .contains("1 of 7 shown; all of them: godwit quarantine acme --run 1 --all --csv FILE");
  }

  private void answer(String lines) {
    orchestrator.at("/migrations/acme/quarantine/records", lines);
  }

  private static String end(int records) {
    return "{\"records\":" + records + ",\"unreadable\":0}\n";
  }

  private Path file() {
    return folder.resolve("acme.csv");
  }

  private int godwit(String... args) {
    List<String> all = new ArrayList<>(List.of("acme", "--url", orchestrator.url()));
    all.addAll(List.of(args));
    return new CommandLine(new QuarantineCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
