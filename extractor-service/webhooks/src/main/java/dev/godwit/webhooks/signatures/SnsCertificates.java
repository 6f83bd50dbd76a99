package dev.godwit.webhooks.signatures;

import dev.godwit.webhooks.request.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A small cache of the certificates that SNS signs with. A certificate is trusted because it was
 * fetched over https from a host of SNS and carries the name of SNS. A failed fetch is not repeated
 * for a while. Thread-safe: a request does not wait for the fetch of another certificate, and only
 * a few fetches run at once.
 */
public final class SnsCertificates {
  private static final int CAPACITY = 16;
  private static final int MOST_FAILURES = 1000;
  private static final int AT_ONCE = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Pattern FILE =
      Pattern.compile("/SimpleNotificationService-[0-9A-Za-z]+\\.pem");

  private record FailedFetch(Refusal cause, Instant until) {}

  private final HttpsFetcher fetcher;
  private final Semaphore fetches = new Semaphore(AT_ONCE);
  private final Map<URI, X509Certificate> kept = bounded(CAPACITY);
  private final Map<URI, FailedFetch> failures = bounded(MOST_FAILURES);

  public SnsCertificates(HttpsFetcher fetcher) {
    this.fetcher = fetcher;
  }

  private static <V> Map<URI, V> bounded(int capacity) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<URI, V> eldest) {
        return size() > capacity;
      }
    };
  }

  /**
   * The certificate at an address.
   *
   * @throws Refusal where the address is not Amazon's, the certificate is not valid now or not
   *     SNS's, or it could not be fetched
   */
  public X509Certificate at(String url, Instant now) throws Refusal {
    SnsAddress address = SnsAddress.of(url);
    if (!FILE.matcher(address.uri().getPath()).matches()
        || address.uri().getQuery() != null
        || address.uri().getFragment() != null) {
      throw Refusal.badSignature(
          "Expected SigningCertURL to name a certificate of Amazon SNS, found another file. Nothing was fetched from it.");
    }
    X509Certificate certificate = known(address.uri(), now);
    if (certificate == null) {
      certificate = fetched(address, now);
    }
    try {
      certificate.checkValidity(Date.from(now));
      return certificate;
    } catch (CertificateException e) {
      throw Refusal.badSignature(
          "Expected a certificate that is valid now, found one that is not. Check the clock.");
    }
  }

  /** The cached certificate; null where it must be fetched. */
  private synchronized X509Certificate known(URI address, Instant now) throws Refusal {
    FailedFetch failure = failures.get(address);
    if (failure != null && now.isBefore(failure.until())) {
      throw failure.cause();
    }
    return kept.get(address);
  }

  private X509Certificate fetched(SnsAddress address, Instant now) throws Refusal {
    if (!fetches.tryAcquire()) {
      throw Refusal.unavailable(
          "Expected to fetch the certificate of Amazon SNS, found others being fetched. Send it again.",
          RETRY_AFTER,
          null);
    }
    try {
      X509Certificate certificate = fetch(address.uri());
      requireName(certificate, address);
      synchronized (this) {
        failures.remove(address.uri());
        kept.put(address.uri(), certificate);
      }
      return certificate;
    } catch (Refusal e) {
      synchronized (this) {
        failures.put(address.uri(), new FailedFetch(e, now.plus(RETRY_AFTER)));
      }
      throw e;
    } finally {
      fetches.release();
    }
  }

  private X509Certificate fetch(URI address) throws Refusal {
    try {
      byte[] bytes = fetcher.get(address);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw Refusal.unavailable(
          "Expected to fetch the certificate of Amazon SNS, found: "
              + e.getMessage()
              + ". Check that this process can reach it.",
          RETRY_AFTER,
          e);
    } catch (CertificateException e) {
      throw Refusal.badSignature("Expected a certificate at SigningCertURL, found something else.");
    }
  }

  private static void requireName(X509Certificate certificate, SnsAddress address) throws Refusal {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if ("CN".equalsIgnoreCase(part.getType())
            && address.certificateNames().contains(String.valueOf(part.getValue()))) {
          return;
        }
      }
    } catch (InvalidNameException e) {
      // Refused below, together with other names.
    }
    throw Refusal.badSignature(
        "Expected a certificate of Amazon SNS in %s, found one with another name."
            .formatted(address.region()));
  }
}
