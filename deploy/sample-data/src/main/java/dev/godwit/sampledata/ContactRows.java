package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Writes the contacts of a customer. For one use by one thread. */
final class ContactRows {
  private static final String COLUMNS =
      "id, customer_id, team_id, email, given_name, family_name, language, consent, tags, outlet, custom_fields,"
          + " created_at, updated_at";
  private static final long STREAM = 1;
  private static final long CREATED_DAYS = 2000;

  private final SampleSpec spec;
  private final Ids ids;
  private final int teams;
  private final List<Outlets.Outlet> outlets;
  private final Tally tally;
  private final byte[] customer;

  ContactRows(SampleSpec spec, Ids ids, int teams, List<Outlets.Outlet> outlets, Tally tally) {
    this.spec = spec;
    this.ids = ids;
    this.teams = teams;
    this.outlets = outlets;
    this.tally = tally;
    this.customer = Words.utf8(spec.customer());
  }

  void write(Connection connection, SampleData.Progress progress) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "contact", COLUMNS)) {
      for (long i = 0; i < spec.contacts(); i++) {
        row(rows, i);
        progress.row();
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, long i) throws SQLException {
    long h = Mix.of(spec.seed(), STREAM, i);
    long k = Mix.next(h);
    long same = BrokenRows.sameAddressAs(i);
    rows.row(13);
    rows.bigint(ids.contact(i));
    rows.text(customer);
    team(rows, i, same);
    rows.text(address(i, same, k));
    long named = same < 0 ? i : same;
    long name = Mix.of(spec.seed(), STREAM, named);
    rows.text(given(named, name));
    rows.text(Words.FAMILY[Mix.small(name, 16, Words.FAMILY.length)]);
    rows.text(language(i, h, k));
    rows.text(consent(i, k));
    rows.text(tags(i, k));
    rows.text(outlet(h, k));
    rows.text(customFields(i, k));
    dates(rows, i, h);
  }

  private void team(CopyRows rows, long i, long same) {
    if (same < 0 && i % 40 == 6) {
      rows.none();
    } else {
      long other = same < 0 ? 0 : 1 + i % 2;
      rows.bigint(ids.team((teamOf(same < 0 ? i : same) + other) % teams));
    }
  }

  private long teamOf(long contact) {
    return Mix.below(Mix.of(spec.seed(), STREAM + 100, contact), teams);
  }

  private String address(long i, long same, long k) {
    if (BrokenRows.badAddress(i)) {
      tally.oddity(Oddity.BAD_ADDRESS);
      tally.quarantined("CONTACTS", "BAD_ADDRESS");
      return Words.BAD_ADDRESSES[Mix.small(k, 0, Words.BAD_ADDRESSES.length)];
    }
    if (BrokenRows.missingAddress(i)) {
      tally.oddity(Oddity.MISSING_ADDRESS);
      tally.quarantined("CONTACTS", "REQUIRED_MISSING");
      return i % 10000 == 519 ? null : "";
    }
    if (same < 0) {
      return ownAddress(i);
    }
    tally.oddity(Oddity.ADDRESS_VARIANT);
    tally.merged();
    return variant(ownAddress(same), (int) (i / 50 % 5));
  }

  /** An address that no other contact has, in any spelling. */
  private String ownAddress(long i) {
    long h = Mix.of(spec.seed(), STREAM + 200, i);
    Outlets.Outlet outlet = outlets.get((int) Mix.below(h, outlets.size()));
    String domain = outlet.domain() == null ? "mail.example" : outlet.domain();
    String local = "ann.reporter." + Long.toString(i, 36);
    return switch ((int) (h & 63)) {
      case 0 -> "jürgen." + Long.toString(i, 36) + "@" + domain;
      case 1 -> "ann+" + Long.toString(i, 36) + "@bücher-zeitung.example";
      case 2 -> local + "@" + domain.toUpperCase(Locale.ROOT);
      case 3 -> " " + local + "@" + domain;
      default -> local + "@" + domain;
    };
  }

  private static String variant(String address, int spelling) {
    int at = address.indexOf('@');
    return switch (spelling) {
      case 0 -> address.substring(0, at) + address.substring(at).toUpperCase(Locale.ROOT);
      case 1 -> address.toUpperCase(Locale.ROOT);
      case 2 -> address + " ";
      case 3 -> "\t" + address.strip();
      default ->
          address.strip().substring(0, 1).toUpperCase(Locale.ROOT) + address.strip().substring(1);
    };
  }

  private String given(long i, long h) {
    if (OddRows.noName(i)) {
      tally.oddity(Oddity.EMPTY_OR_NULL_NAME);
      return i % 50 == 14 ? null : "";
    }
    if (OddRows.rightToLeft(i)) {
      tally.oddity(Oddity.RIGHT_TO_LEFT_NAME);
      return Words.RIGHT_TO_LEFT[Mix.small(h, 0, Words.RIGHT_TO_LEFT.length)];
    }
    if (OddRows.fourBytes(i)) {
      tally.oddity(Oddity.FOUR_BYTE_CHARACTER);
      return Words.FOUR_BYTES[Mix.small(h, 0, Words.FOUR_BYTES.length)];
    }
    return Words.GIVEN[Mix.small(h, 0, Words.GIVEN.length)];
  }

  private String language(long i, long h, long k) {
    if (BrokenRows.unknownLanguage(i)) {
      tally.oddity(Oddity.UNKNOWN_LANGUAGE);
      tally.quarantined("CONTACTS", "UNKNOWN_LANGUAGE");
      return Words.UNKNOWN_LANGUAGES[Mix.small(k, 0, Words.UNKNOWN_LANGUAGES.length)];
    }
    return switch ((int) (k & 31)) {
      case 0 -> null;
      case 1 -> "";
      default -> Words.LANGUAGES[Mix.small(h, 32, Words.LANGUAGES.length)];
    };
  }

  private String consent(long i, long k) {
    if (BrokenRows.unknownConsent(i)) {
      tally.oddity(Oddity.UNKNOWN_CONSENT);
      tally.quarantined("CONTACTS", "UNKNOWN_CONSENT");
      return Words.UNKNOWN_CONSENTS[Mix.small(k, 0, Words.UNKNOWN_CONSENTS.length)];
    }
    return switch ((int) (k >>> 5 & 31)) {
      case 0 -> null;
      case 1 -> "";
      default -> Words.CONSENTS[Mix.small(k, 16, Words.CONSENTS.length)];
    };
  }

  private String tags(long i, long k) {
    if (BrokenRows.manyTags(i)) {
      tally.oddity(Oddity.NINETY_FOUR_TAGS);
      tally.quarantined("CONTACTS", "LIMIT_EXCEEDED");
      return manyTags();
    }
    int count = (int) (k >>> 32 & 7);
    if (count == 0 || count == 7) {
      return count == 0 ? null : "";
    }
    StringBuilder tags = new StringBuilder();
    for (int t = 0; t < count; t++) {
      tags.append(t == 0 ? "" : t % 2 == 0 ? "," : ", ");
      tags.append(Words.TAGS[(int) ((k >>> (36 + t * 4) & 15) + t) % Words.TAGS.length]);
    }
    return tags.toString();
  }

  private static String manyTags() {
    StringBuilder tags = new StringBuilder();
    for (int t = 1; t <= BrokenRows.TAGS; t++) {
      tags.append(t == 1 ? "" : ",").append("interest no. ").append(t);
    }
    return tags.toString();
  }

  private String outlet(long h, long k) {
    String name = outlets.get((int) Mix.below(k, outlets.size())).name();
    return switch ((int) (h >>> 48 & 15)) {
      case 0, 1, 2 -> null;
      case 3 -> "";
      case 4 -> name.toUpperCase(Locale.ROOT);
      case 5 -> name.toLowerCase(Locale.ROOT);
      case 6 -> name + " ";
      case 7 -> "  " + name.replace(" ", "  ");
      default -> name;
    };
  }

  private String customFields(long i, long k) {
    if (BrokenRows.brokenCustomFields(i)) {
      tally.oddity(Oddity.BROKEN_CUSTOM_FIELDS);
      tally.quarantined("CONTACTS", "BAD_CUSTOM_FIELDS");
      return "{\"twitter\": \"@ann\", \"beat\": [";
    }
    if (BrokenRows.nulInCustomFields(i)) {
      tally.oddity(Oddity.NUL_IN_CUSTOM_FIELDS);
      tally.quarantined("CONTACTS", "BAD_CHARACTER");
      return "{\"note\": \"end of text: \\u0000\"}";
    }
    return switch ((int) (k >>> 61)) {
      case 0 -> null;
      case 1 -> "";
      case 2 -> "{}";
      case 3 ->
          "{\"note\":\"said \\\"call back\\\" \\u2014 \\ud83d\\ude00\",\"score\":"
              + (i % 100)
              + "}";
      case 4 ->
          "{ \"twitter\" : \"@ann"
              + i % 1000
              + "\" , \"beat\" : [ \"sports\", \"tv\" ], \"a\" : null }";
      default ->
          "{\"twitter\":\"@ann"
              + i % 1000
              + "\",\"phone\":\"+49 30 "
              + i % 90000
              + "\",\"vip\":true}";
    };
  }

  private void dates(CopyRows rows, long i, long h) {
    long created = OddRows.BEGIN_MICROS + Mix.below(h, CREATED_DAYS * OddRows.DAY_MICROS);
    if (OddRows.in1970(i)) {
      tally.oddity(Oddity.DATE_IN_1970);
      created = OddRows.IN_1970_MICROS;
    }
    rows.timestamp(created);
    if (BrokenRows.infiniteDate(i)) {
      tally.oddity(Oddity.INFINITE_DATE);
      tally.quarantined("CONTACTS", "BAD_DATE");
      rows.infinitelyLate();
    } else if (OddRows.in2099(i)) {
      tally.oddity(Oddity.DATE_IN_2099);
      rows.timestamp(OddRows.IN_2099_MICROS);
    } else if ((h & 7) == 0) {
      rows.none();
    } else {
      rows.timestamp(created + (h >>> 40) * OddRows.SECOND_MICROS);
    }
  }
}
