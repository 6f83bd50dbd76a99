package dev.godwit.extractor.webhook;

import java.net.URI;
import java.util.regex.Pattern;

/** Addresses in SNS messages, which are used only where they are Amazon's own. Stateless. */
final class SnsAddress {
  private static final Pattern HOST =
      Pattern.compile("sns\\.[a-z]{2,4}(-[a-z0-9]+)+\\.amazonaws\\.com(\\.cn)?");
  private static final int HTTPS_PORT = 443;

  private SnsAddress() {}

  /**
   * An address on a host of Amazon SNS, over https, without user or unusual port.
   *
   * @throws Refusal where it is not
   */
  static URI of(String text) throws Refusal {
    try {
      URI address = new URI(text == null ? "" : text);
      if ("https".equalsIgnoreCase(address.getScheme())
          && address.getHost() != null
          && HOST.matcher(address.getHost()).matches()
          && address.getUserInfo() == null
          && (address.getPort() == -1 || address.getPort() == HTTPS_PORT)) {
        return address;
      }
    } catch (java.net.URISyntaxException e) {
      // Said below, together with addresses elsewhere.
    }
    throw Refusal.badSignature(
        "Expected an https address on a host of Amazon SNS, found another. Nothing was fetched from it.");
  }
}
