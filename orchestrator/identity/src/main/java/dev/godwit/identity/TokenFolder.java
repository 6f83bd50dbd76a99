package dev.godwit.identity;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of one owner with the identities of a stack ({@code identities.properties}, hashes only,
 * which the orchestrator reads) and their tokens ({@code tokens.properties}, which command lines of
 * this user read). Each file is replaced as a whole. Every call throws {@link
 * InvalidIdentitiesException} where a file is wrong, cannot be read or written, or others may read
 * it. Changes are for one process at a time.
 */
public final class TokenFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final Path identities;
  private final Path tokens;

  public TokenFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.identities = this.folder.resolve("identities.properties");
    this.tokens = this.folder.resolve("tokens.properties");
  }

  /** The file that the orchestrator reads. */
  public Path identitiesFile() {
    return identities;
  }

  /** The file with the tokens. */
  public Path tokensFile() {
    return tokens;
  }

  /** Whether there are identities. */
  public boolean exists() {
    return Files.exists(identities);
  }

  /** The identities; none where there is no file. */
  public Identities identities() {
    return exists() ? Identities.parse(read(identities)) : Identities.none();
  }

  /** The token of an identity of this folder; empty where it has none. */
  public Optional<String> token(String name) {
    return Optional.ofNullable(tokens().get(name));
  }

  /** Names of the identities whose tokens are here, sorted. */
  public List<String> names() {
    return List.copyOf(tokens().keySet());
  }

  /**
   * The identity here with a role and the fewest others: an administrator only where no one else
   * has it.
   */
  public Optional<String> nameWith(Role role) {
    Identities all = identities();
    return tokens().keySet().stream()
        .map(all::named)
        .flatMap(Optional::stream)
        .filter(identity -> identity.has(role))
        .min(
            Comparator.comparing((Identity one) -> one.has(Role.ADMINISTRATOR))
                .thenComparing(one -> !one.customers().isEmpty())
                .thenComparing(one -> !one.roles().contains(role))
                .thenComparing(one -> one.roles().size())
                .thenComparing(Identity::name))
        .map(Identity::name);
  }

  /** Makes identities with new tokens, where there is no file yet. */
  public void makeIfMissing(List<Identity> wanted) {
    if (!exists()) {
      Identities all = Identities.none();
      Map<String, String> made = new TreeMap<>();
      for (Identity identity : wanted) {
        String token = Tokens.make();
        made.put(identity.name(), token);
        all = all.with(identity, Tokens.hash(token));
      }
      // The identities come last: without them, all is made anew.
      write(tokens, text(made));
      write(identities, all.text());
    }
  }

  /**
   * Adds an identity with a new token.
   *
   * @return the token
   */
  public String add(Identity identity) {
    if (identities().named(identity.name()).isPresent()) {
      throw new InvalidIdentitiesException(
          "Expected a new name, but there is an identity \"%s\" already. Choose another name, or remove it first."
              .formatted(identity.name()));
    }
    return renew(identity);
  }

  /**
   * Replaces the token of an identity. The old token counts no more when the orchestrator has read
   * the file again.
   *
   * @return the new token
   */
  public String rotate(String name) {
    return renew(known(name));
  }

  /** Removes an identity and its token. */
  public void remove(String name) {
    Identity gone = known(name);
    write(identities, identities().without(gone.name()).text());
    Map<String, String> left = new TreeMap<>(tokens());
    left.remove(name);
    write(tokens, text(left));
  }

  private String renew(Identity identity) {
    String token = Tokens.make();
    // The old token ends first: a stop between the two files leaves an identity without a token
    // here, and the same call again mends it.
    write(identities, identities().with(identity, Tokens.hash(token)).text());
    Map<String, String> changed = new TreeMap<>(tokens());
    changed.put(identity.name(), token);
    write(tokens, text(changed));
    return token;
  }

  private Identity known(String name) {
    return identities()
        .named(name)
        .orElseThrow(
            () ->
                new InvalidIdentitiesException(
                    "Expected one of the identities %s of %s, but found \"%s\". Correct the name."
                        .formatted(
                            identities().all().stream().map(Identity::name).toList(),
                            identities,
                            name)));
  }

  private Map<String, String> tokens() {
    return Files.exists(tokens) ? Identities.properties(read(tokens)) : Map.of();
  }

  private static String text(Map<String, String> tokens) {
    StringBuilder text =
        new StringBuilder("# Secret. Tokens of identities; who has one is its identity.\n");
    tokens.forEach(
        (name, token) ->
            text.append(Identities.escaped(name)).append('=').append(token).append('\n'));
    return text.toString();
  }

  private String read(Path file) {
    try {
      if (isPosix(file)) {
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(
            EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
          throw new InvalidIdentitiesException(
              "Expected %s for its owner only, but others have rights on it (%s). Take them away: chmod 600 %s; then rotate the tokens, which others may have read."
                  .formatted(file, PosixFilePermissions.toString(others), file));
        }
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidIdentitiesException(
          "Expected %s, but found no such file. Start the stack, which makes it.".formatted(file),
          e);
    } catch (IOException e) {
      throw new InvalidIdentitiesException(
          "Expected to read %s, but found: %s. Correct its rights.".formatted(file, reason(e)), e);
    }
  }

  private void write(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(fresh);
      if (isPosix(folder)) {
        Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      }
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InvalidIdentitiesException(
          "Expected to write %s, but found: %s. Correct the rights of its folder."
              .formatted(file, reason(e)),
          e);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : e.toString();
  }
}
