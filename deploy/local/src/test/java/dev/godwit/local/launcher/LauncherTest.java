package dev.godwit.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher against folders that look like JDKs. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../../godwit").toAbsolutePath().normalize();

  @TempDir private Path dir;
  private Path home;

  @BeforeEach
  void makeAProjectThatIsBuilt() throws IOException {
    home = Files.createDirectories(dir.resolve("project"));
    executable(home.resolve("godwit"), Files.readString(LAUNCHER));
    Path jar = home.resolve("deploy/local/target/godwit.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "");
    executable(home.resolve("mvnw"), "#!/bin/sh\necho mvnw \"$@\" with $JAVA_HOME\nexit 7\n");
  }

  @Test
  void shouldUseAJdkWhenItIsNewEnough() throws Exception {
    Path jdk = jdk("jdk", "25.0.1", true);
    Run run = run(Map.of("GODWIT_JAVA_HOME", jdk.toString()), "status", "--json");
    assertThat(run.out()).contains("java of 25.0.1").contains("status --json");
    assertThat(run.status()).isZero();
  }

  @Test
  void shouldNameTheVersionWhenAJdkIsTooOld() throws Exception {
    Path jdk = jdk("old", "17.0.9", true);
    Run run = run(Map.of("GODWIT_JAVA_HOME", jdk.toString()), "status");
    assertThat(run.status()).isOne();
    assertThat(run.err())
        .contains("expected GODWIT_JAVA_HOME to hold a JDK 21 or newer, but found:")
        .contains(jdk + " is Java 17");
  }

  @Test
  void shouldNameTheMissingCompilerWhenAJdkHasNone() throws Exception {
    Path jre = jdk("jre", "21.0.2", false);
    Run run = run(Map.of("GODWIT_JAVA_HOME", jre.toString()), "status");
    assertThat(run.err()).contains(jre + " is Java 21 without bin/javac, so it cannot build");
  }

  @Test
  void shouldReadTheVersionWhenItHasTheOldNumbering() throws Exception {
    Path jdk = jdk("eight", "1.8.0_392", true);
    assertThat(run(Map.of("GODWIT_JAVA_HOME", jdk.toString()), "status").err())
        .contains("is Java 8");
  }

  @Test
  void shouldSkipJavaHomeWhenItIsTooOldAndAnotherIsFound() throws Exception {
    Path old = jdk("old", "17.0.9", true);
    Path user = dir.resolve("user");
    Path good = jdk("user/.sdkman/candidates/java/21.0.5-tem", "21.0.5", true);
    Run run = run(Map.of("JAVA_HOME", old.toString(), "HOME", user.toString()), "status");
    // On a machine with a JDK in a usual place, that one may come first; either will do.
    assertThat(run.err()).doesNotContain("expected a JDK");
    assertThat(good).exists();
  }

  @Test
  void shouldBuildAndShowTheFailureWhenNothingIsBuilt() throws Exception {
    Path jdk = jdk("jdk", "21.0.5", true);
    Run run = run(Map.of("GODWIT_JAVA_HOME", jdk.toString()), "up");
    assertThat(run.status()).isOne();
    assertThat(run.err())
        .contains("Building Godwit; the first time takes")
        .contains("the build failed; its whole output is in");
    assertThat(home.resolve(".godwit/logs/build.log"))
        .content()
        .contains("mvnw -B -ntp -T1C -Pquick -Dmaven.test.skip=true package -pl deploy/local,")
        .contains(" -am with " + jdk);
  }

  @Test
  void shouldRunTestsThroughMavenWithItsExitCode() throws Exception {
    Path jdk = jdk("jdk", "21.0.5", true);
    Files.createDirectories(home.resolve("schemas/packs"));
    Files.writeString(home.resolve("schemas/packs/pom.xml"), "");
    Map<String, String> environment = Map.of("GODWIT_JAVA_HOME", jdk.toString());
    Run all = run(environment, "test");
    assertThat(all.status()).isEqualTo(7);
    assertThat(all.out()).contains("mvnw -B -ntp -T2 -Pci verify with");
    assertThat(run(environment, "test", "schemas/packs/").out())
        .contains("mvnw -B -ntp -T2 -Pci verify -pl schemas/packs -am with");
    assertThat(run(environment, "test", "schemas/pack").err())
        .contains("expected a module's folder such as schemas/packs, but found schemas/pack");
  }

  private record Run(int status, String out, String err) {}

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "./godwit"));
    command.addAll(List.of(arguments));
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", dir.toString());
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Run(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Path jdk(String name, String version, boolean withCompiler) throws IOException {
    Path jdk = Files.createDirectories(dir.resolve(name));
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(jdk.resolve("bin/java"), "#!/bin/sh\necho java of " + version + " \"$@\"\n");
    if (withCompiler) {
      executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    }
    return jdk;
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
