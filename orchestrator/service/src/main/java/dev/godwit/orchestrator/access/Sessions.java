package dev.godwit.orchestrator.access;

import dev.godwit.api.Problem;
import dev.godwit.identity.Identity;
import dev.godwit.identity.Tokens;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions of browsers, and the codes that begin one from a link. They are in memory: a restart
 * ends them. A session ends, too, when the token that it began with counts no more. Only hashes of
 * what a browser or a link has are kept. Thread-safe.
 */
@ApplicationScoped
public class Sessions {
  /** Path of the form that begins one. */
  public static final String LOGIN = "/login";

  /** Path of the form that ends one. */
  public static final String LOGOUT = "/logout";

  /** Life of a code in a link. */
  public static final Duration CODE_LIFE = Duration.ofMinutes(5);

  private static final String COOKIE = "godwit_session";
  private static final int MOST = 1_000;

  private final KnownIdentities identities;
  private final Duration life;
  private final Clock clock;
  private final Map<String, Entry> sessions = new ConcurrentHashMap<>();
  private final Map<String, Entry> codes = new ConcurrentHashMap<>();

  /**
   * A session or a code.
   *
   * @param tokenHash hash of the token that its identity had, which must still count
   * @param csrf value that its forms carry
   */
  private record Entry(String tokenHash, String csrf, Instant ends) {}

  @jakarta.inject.Inject
  Sessions(KnownIdentities identities, AccessSettings settings) {
    this(identities, settings.sessionLife(), Clock.systemUTC());
  }

  Sessions(KnownIdentities identities, Duration life, Clock clock) {
    this.identities = identities;
    this.life = life;
    this.clock = clock;
  }

  /** Path of the login that leads to a path of this process afterwards. */
  static String login(String then) {
    return LOGIN + "?to=" + URLEncoder.encode(local(then), StandardCharsets.UTF_8);
  }

  /** A path of this process; the first page in place of an address of another. */
  public static String local(String to) {
    boolean local =
        to != null
            && to.startsWith("/")
            && !to.startsWith("//")
            && to.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
            && !to.startsWith(LOGIN)
            && !to.startsWith(LOGOUT);
    return local ? to : "/";
  }

  /** A code that begins one session within {@link #CODE_LIFE}, for the identity of a token. */
  public String code(String token) {
    return keep(codes, Tokens.hash(token), CODE_LIFE);
  }

  /** Begins a session by a code, which then counts no more; empty where it counts not. */
  public Optional<Cookie> beginByCode(String code, boolean tls) {
    Entry entry = codes.remove(Tokens.hash(code));
    return entry == null || !entry.ends().isAfter(clock.instant())
        ? Optional.empty()
        : beginByHash(entry.tokenHash(), tls);
  }

  /** Begins a session by a token; empty where the token counts not. */
  public Optional<Cookie> begin(String token, boolean tls) {
    return beginByHash(Tokens.hash(token), tls);
  }

  private Optional<Cookie> beginByHash(String tokenHash, boolean tls) {
    if (identities.now().withTokenHash(tokenHash).isEmpty()) {
      return Optional.empty();
    }
    String id = keep(sessions, tokenHash, life);
    return Optional.of(cookie(COOKIE, id, tls).setMaxAge(life.toSeconds()));
  }

  /** A cookie that no script reads and no page of another site sends. */
  public static Cookie cookie(String name, String value, boolean tls) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(tls)
        .setSameSite(CookieSameSite.STRICT);
  }

  /** The reason for which no token counts now; empty where there is none. */
  public Optional<Problem> problem() {
    return identities.problem();
  }

  /** The identity of a request's session. */
  Optional<Identity> identity(HttpServerRequest request) {
    return entry(request).flatMap(entry -> identities.now().withTokenHash(entry.tokenHash()));
  }

  /** The value that the forms of a request's session carry; empty where there is no session. */
  public Optional<String> csrf(HttpServerRequest request) {
    return entry(request).map(Entry::csrf);
  }

  /** Whether a form carries the value of its session. */
  public boolean isOfItsForm(HttpServerRequest request, String csrf) {
    return csrf(request).filter(expected -> same(expected, csrf)).isPresent();
  }

  /** Compares in a time that does not depend on the place of a difference. */
  public static boolean same(String expected, String found) {
    return found != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the session of a request, and returns the cookie that a browser forgets. */
  public Cookie end(HttpServerRequest request, boolean tls) {
    Cookie given = request.getCookie(COOKIE);
    if (given != null) {
      sessions.remove(Tokens.hash(given.getValue()));
    }
    return cookie(COOKIE, "", tls).setMaxAge(0);
  }

  private Optional<Entry> entry(HttpServerRequest request) {
    Cookie given = request.getCookie(COOKIE);
    return given == null
        ? Optional.empty()
        : Optional.ofNullable(sessions.get(Tokens.hash(given.getValue())))
            .filter(entry -> entry.ends().isAfter(clock.instant()));
  }

  private String keep(Map<String, Entry> all, String tokenHash, Duration lasts) {
    Instant now = clock.instant();
    all.values().removeIf(entry -> !entry.ends().isAfter(now));
    while (all.size() >= MOST) {
      all.entrySet().stream()
          .min(Comparator.comparing(one -> one.getValue().ends()))
          .ifPresent(oldest -> all.remove(oldest.getKey()));
    }
    String secret = Tokens.random();
    all.put(Tokens.hash(secret), new Entry(tokenHash, Tokens.random(), now.plus(lasts)));
    return secret;
  }
}
