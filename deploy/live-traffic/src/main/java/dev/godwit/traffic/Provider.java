package dev.godwit.traffic;

/** Mail providers whose requests are made; Amazon's needs Amazon's certificate. */
enum Provider {
  SENDGRID,
  MAILGUN,
  POSTMARK,
  MANDRILL;

  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
