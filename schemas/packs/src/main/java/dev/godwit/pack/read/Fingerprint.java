package dev.godwit.pack.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * SHA-256 over the files of a pack in the order of their names: of each its relative path, a zero
 * byte, its length as text, a zero byte, its bytes. Files and folders whose name begins with a dot
 * are left out.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** A folder that is a link is that which it leads to. */
  static String of(Path folder) {
    Path directory = real(folder);
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files =
          walk.filter(Files::isRegularFile)
              .map(directory::relativize)
              .filter(Fingerprint::isOfPack)
              .sorted((a, b) -> name(a).compareTo(name(b)))
              .toList();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(directory.resolve(file));
        digest.update((name(file) + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected the files of the pack "
              + directory
              + " to be readable, found: "
              + e.getMessage(),
          e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256 in every Java, found none", e);
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected the folder of the pack " + folder + " to be there, found: " + e.getMessage(),
          e);
    }
  }

  private static boolean isOfPack(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static String name(Path file) {
    return file.toString().replace('\\', '/');
  }
}
