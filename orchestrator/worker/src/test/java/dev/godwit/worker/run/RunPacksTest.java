package dev.godwit.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Packs;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.stage.StageIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPacksTest {
  private static final Path REFERENCE = Path.of("../../schemas/packs/reference");
  private static final String CRM = "reference-crm";
  private static final String LEGACY = "reference-legacy";
  private static final String RUN = "acme/1";

  private final AssessedPacks assessed = new AssessedPacks();
  @TempDir private Path folder;
  private Packs packs;
  private RunPacks runPacks;
  private Runnable consumeWhatIsThere = () -> {};

  @BeforeEach
  void copyPacks() throws IOException {
    try (Stream<Path> files = Files.walk(REFERENCE)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(REFERENCE.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    packs = Packs.open(folder, variable -> null);
    runPacks =
        new RunPacks(
            packs,
            assessed,
            () -> consumeWhatIsThere.run(),
            new StageIdentity(Stage.LOAD, "loader", Optional.of("loader-1"), 18092));
  }

  @Test
  void shouldReadThePacksAgainWhenARunWasAssessedWithOtherFiles() throws Exception {
    change(CRM);
    String changed = Packs.load(folder, variable -> null).target(CRM).fingerprint();
    assessTarget(changed);

    assertThat(packs.target(CRM).fingerprint()).isNotEqualTo(changed);
    assertThat(runPacks.target(RUN, CRM).fingerprint()).isEqualTo(changed);
  }

  @Test
  void shouldNameTheServiceTheFolderAndTheRemedyWhenTheFilesWereChanged() throws Exception {
    String former = packs.target(CRM).fingerprint();
    assessTarget(former);
    assertThat(runPacks.target(RUN, CRM).fingerprint()).isEqualTo(former);
    change(CRM);
    runPacks.reload();

    assertThatThrownBy(() -> runPacks.target(RUN, CRM))
        .isInstanceOfSatisfying(
            PackChangedException.class,
            changed -> {
              assertThat(changed)
                  .hasMessageContaining("fingerprint " + former.substring(0, 12))
                  .hasMessageContaining(packs.target(CRM).fingerprint().substring(0, 12))
                  .hasMessageContaining("loader (loader-1) in " + packs.directory())
                  .hasMessageContaining("the pack was changed");
              assertThat(changed.action()).contains("godwit resume", "godwit packs reload");
              assertThat(changed.toFailure().subject()).isEqualTo("pack " + CRM);
            });
  }

  @Test
  void shouldTakeAChangedPackForARunThatIsOver() throws Exception {
    assessTarget(packs.target(CRM).fingerprint());
    change(CRM);
    runPacks.reload();
    RunSpec run = new RunSpec(RUN, "acme", 1, RunKind.LIVE, LEGACY, CRM, DerivedId.ORDERED);

    assertThat(runPacks.target(new RunStatus.Committed(run, Optional.empty())).name())
        .isEqualTo(CRM);
    assertThatThrownBy(() -> runPacks.target(new RunStatus.Running(run)))
        .isInstanceOf(PackChangedException.class);
  }

  @Test
  void shouldRefuseASourcePackThatWasChangedSinceTheAssessment() throws Exception {
    runPacks.onEvent(started(Instant.EPOCH));
    assessed.onEvent(
        new SourceAssessed(envelope(Instant.EPOCH), List.of(), packs.source(LEGACY).fingerprint()));
    runPacks.requireSource(RUN, packs.source(LEGACY));
    change(LEGACY);
    runPacks.refreshSource(RUN, LEGACY);
    runPacks.requireSource(RUN, packs.source(LEGACY));

    runPacks.reload();
    assertThatThrownBy(() -> runPacks.requireSource(RUN, packs.source(LEGACY)))
        .isInstanceOf(PackChangedException.class);
    runPacks.requireSource("acme/2", packs.source(LEGACY));
  }

  @Test
  void shouldConsumeWhatIsThereBeforeItTakesARunAsNotAssessed() throws Exception {
    consumeWhatIsThere = () -> assessTarget("another fingerprint");
    assertThatThrownBy(() -> runPacks.target(RUN, CRM)).isInstanceOf(PackChangedException.class);

    consumeWhatIsThere =
        () ->
            assessed.onEvent(
                new SourceAssessed(envelope(Instant.EPOCH), List.of(), "another fingerprint"));
    assertThatThrownBy(() -> runPacks.requireSource(RUN, packs.source(LEGACY)))
        .isInstanceOf(PackChangedException.class);
  }

  @Test
  void shouldReadThePacksAgainWhenARunStartsButNotForRunsOfBefore() throws Exception {
    String former = packs.target(CRM).fingerprint();
    change(CRM);
    runPacks.onEvent(started(Instant.EPOCH));
    assertThat(packs.target(CRM).fingerprint()).isEqualTo(former);

    runPacks.onEvent(started(Instant.now().plusSeconds(60)));
    assertThat(packs.target(CRM).fingerprint()).isNotEqualTo(former);
  }

  @Test
  void shouldRefuseABadPackAndGoOnWithTheOthers() throws Exception {
    Files.writeString(folder.resolve(CRM).resolve("pack.yaml"), "pack: reference-crm\nkind: [");
    assertThat(runPacks.reload()).containsOnlyKeys(CRM);

    assertThatThrownBy(() -> runPacks.target(RUN, CRM))
        .isInstanceOf(PackException.class)
        .hasMessageContaining("pack.yaml:2");
    assertThat(packs.source(LEGACY).name()).isEqualTo(LEGACY);
    assertThat(packs.refused()).containsOnlyKeys(CRM);
    assertThat(packs.fingerprints()).containsOnlyKeys(CRM, LEGACY);
    assertThat(runPacks.reload()).isEmpty();
  }

  @Test
  void shouldKeepAPackWhoseFilesAreAsTheyWere() throws Exception {
    var before = packs.source(LEGACY);
    change(CRM);
    assertThat(runPacks.reload()).containsOnlyKeys(CRM);
    assertThat(packs.source(LEGACY)).isSameAs(before);
  }

  private void change(String pack) throws IOException {
    Path file = folder.resolve(pack).resolve("pack.yaml");
    Files.writeString(file, Files.readString(file) + "# changed\n");
  }

  private void assessTarget(String fingerprint) {
    assessed.onEvent(
        new TargetAssessed(envelope(Instant.EPOCH), List.of(), fingerprint, List.of(), 0));
  }

  private static RunStarted started(Instant at) {
    return RunStarted.newBuilder()
        .setEnvelope(envelope(at))
        .setKind(RunKind.REHEARSAL)
        .setCustomer("acme")
        .setSourcePack(LEGACY)
        .setTargetPack(CRM)
        .build();
  }

  private static Envelope envelope(Instant at) {
    return new Envelope("e", "acme", 1L, "c", "c", at, "by", 1, Route.UNKNOWN, -1L);
  }
}
