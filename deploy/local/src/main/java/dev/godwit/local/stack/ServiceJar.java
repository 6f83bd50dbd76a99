package dev.godwit.local.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A jar without classes that names the jars of a service which Quarkus packaged. The JVM's own
 * class loader reads them so, and can archive what it read; the class loader that Quarkus packages
 * cannot. The classes that Quarkus changed come before those that they replace.
 */
final class ServiceJar {
  private static final String NAME = "service.jar";

  /** Quarkus generates it; its own launcher begins with the same. */
  private static final String MAIN_CLASS = "io.quarkus.runner.GeneratedMain";

  private static final List<String> FOLDERS = List.of("app", "lib/boot", "lib/main");
  private static final List<String> FIRST =
      List.of("quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar");

  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ServiceJar() {}

  /**
   * The jar, made where it is missing or names other jars than there are. One that fits stays as it
   * is, since an archive of classes is bound to its time.
   *
   * @param application the folder {@code quarkus-app} of a module
   * @throws StackException where the service is not built
   */
  static Path in(Path application) {
    if (!Files.isRegularFile(application.resolve("quarkus-run.jar"))) {
      throw new StackException(
          "Expected the service in %s, but found none. Run ./mvnw -Pquick package."
              .formatted(application));
    }
    Path jar = application.resolve(NAME);
    try {
      byte[] content = content(application);
      if (!Files.isRegularFile(jar) || !Arrays.equals(content, Files.readAllBytes(jar))) {
        Path half = Files.createTempFile(application, NAME, ".new");
        Files.write(half, content);
        Files.move(half, jar, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Making " + jar, e);
    }
    return jar;
  }

  private static byte[] content(Path application) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, MAIN_CLASS);
    main.put(Attributes.Name.CLASS_PATH, classPath(application));
    main.putValue("Add-Opens", "java.base/java.lang");
    main.putValue("Enable-Native-Access", "ALL-UNNAMED");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
      entry.setTimeLocal(ALWAYS);
      jar.putNextEntry(entry);
      manifest.write(jar);
      jar.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static String classPath(Path application) throws IOException {
    List<Path> jars = new ArrayList<>();
    FIRST.stream().map(application::resolve).filter(Files::isRegularFile).forEach(jars::add);
    for (String folder : FOLDERS) {
      jars.addAll(jarsIn(application.resolve(folder)));
    }
    return jars.stream()
        .map(jar -> application.toUri().relativize(jar.toUri()).toString())
        .collect(Collectors.joining(" "));
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
