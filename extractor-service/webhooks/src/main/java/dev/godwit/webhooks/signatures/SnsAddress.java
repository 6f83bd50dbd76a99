package dev.godwit.webhooks.signatures;

import dev.godwit.webhooks.request.Refusal;
import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address in an SNS message that was found to be on a host of Amazon SNS. Immutable.
 *
 * @param uri the address, on a host of SNS
 * @param region the host's region
 * @param domain part of the host's name after the region
 */
public record SnsAddress(URI uri, String region, String domain) {
  private static final Pattern HOST =
      Pattern.compile(
          "sns\\.([a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2})\\.(amazonaws\\.(?:com|com\\.cn|eu))");
  private static final int HTTPS_PORT = 443;

  /**
   * An address on a host of Amazon SNS, over https, without user or unusual port.
   *
   * @throws Refusal where it is not
   */
  public static SnsAddress of(String text) throws Refusal {
    try {
      URI address = new URI(text == null ? "" : text);
      if ("https".equalsIgnoreCase(address.getScheme())
          && address.getHost() != null
          && address.getUserInfo() == null
          && (address.getPort() == -1 || address.getPort() == HTTPS_PORT)) {
        Matcher host = HOST.matcher(address.getHost());
        if (host.matches() && domain(host.group(1)).equals(host.group(2))) {
          return new SnsAddress(address, host.group(1), host.group(2));
        }
      }
    } catch (java.net.URISyntaxException e) {
      // Refused below, together with addresses elsewhere.
    }
    throw Refusal.badSignature(
        "Expected an https address on a host of Amazon SNS, found another. Nothing was fetched from it.");
  }

  /** Each partition of Amazon's has a domain of its own. */
  private static String domain(String region) {
    if (region.startsWith("cn-")) {
      return "amazonaws.com.cn";
    }
    return region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
  }

  /**
   * Names that a certificate from this host may have: opt-in regions and the partitions for China
   * and for the government have names of their own. Source: {@code SnsHostProvider} of the AWS SDK
   * for Java.
   */
  Set<String> certificateNames() {
    if (region.startsWith("cn-")) {
      return Set.of("sns-" + region + "." + domain);
    }
    if (region.startsWith("us-gov-")) {
      return Set.of("sns-us-gov-west-1." + domain);
    }
    return Set.of("sns-signing." + region + "." + domain, "sns." + domain);
  }
}
