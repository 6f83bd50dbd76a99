package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import dev.godwit.sampledata.newsroom.BrokenNewsroomRows.Flaw;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the persons of a newsroom. For use by one thread. */
final class PersonRows {
  private static final long STREAM = 2;
  private static final long CREATED_DAYS = 2000;
  private static final String COLUMNS =
      "id, address_book_id, company_id, email, first_name, last_name, phone, birthday, lang,"
          + " consent, consent_on, tags, custom, photo, vip, created, changed";

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;

  PersonRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "mailing.person", COLUMNS)) {
      for (long i = 0; i < model.sizes().persons(); i++) {
        Flaw flaw = model.flaw(i);
        row(rows, i, flaw);
        tally.row("contacts");
        tally.quarantined("contacts", flaw == null ? null : flaw.reason());
        if (BrokenNewsroomRows.sameAddressAs(i) >= 0) {
          tally.merged("contacts");
        }
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, long i, Flaw flaw) throws SQLException {
    long k = Mix.next(model.bits(STREAM, i));
    long same = BrokenNewsroomRows.sameAddressAs(i);
    long name = model.bits(STREAM, same < 0 ? i : same);
    rows.row(17);
    rows.bigint(ids.person() + i);
    rows.integer(ids.book() + (int) (i % model.sizes().books()));
    company(rows, i, flaw);
    rows.text(address(i, same, flaw, k));
    rows.text(given(i, name, flaw));
    rows.text(NewsroomWords.FAMILY[Mix.small(name, 16, NewsroomWords.FAMILY.length)]);
    rows.text(phone(i, flaw, k));
    rows.text(birthday(same, flaw, name));
    rows.text(language(flaw, k));
    rows.text(consent(flaw, k));
    long created =
        NewsroomModel.BEGIN_MICROS + Mix.below(name, CREATED_DAYS * NewsroomModel.DAY_MICROS);
    rows.text(OddForms.consentedOn(created, k >>> 6));
    rows.text(tags(flaw, k));
    rows.jsonb(custom(i, flaw, k));
    rows.text(photo(i, k));
    if ((k >>> 60 & 3) == 0) {
      rows.none();
    } else {
      rows.bool((k >>> 62 & 3) == 0);
    }
    rows.integer((int) (created / NewsroomModel.SECOND_MICROS));
    if (flaw == Flaw.CHANGED_AT_INFINITY) {
      rows.infinitelyLate();
    } else if ((k & 7) == 1) {
      rows.none();
    } else {
      rows.timestamp(created + (k >>> 40) * NewsroomModel.SECOND_MICROS);
    }
  }

  private void company(CopyRows rows, long i, Flaw flaw) {
    long company = model.companyOf(i);
    if (flaw == Flaw.COMPANY_GONE) {
      rows.bigint(ids.company() + model.sizes().companies() + i % NewsroomIds.GONE);
    } else if (company < 0) {
      rows.none();
    } else {
      rows.bigint(ids.company() + company);
    }
  }

  private String address(long i, long same, Flaw flaw, long k) {
    if (flaw == Flaw.BAD_ADDRESS) {
      return NewsroomWords.BAD_ADDRESSES[Mix.small(k, 0, NewsroomWords.BAD_ADDRESSES.length)];
    }
    if (flaw == Flaw.NO_ADDRESS) {
      return i % 5000 == 519 ? null : "";
    }
    if (flaw == Flaw.PLACEHOLDER) {
      return "none@none.example";
    }
    if (flaw == Flaw.FAMILY_ADDRESS) {
      return i % 2 == 0 ? "family@mail.example" : "Family@mail.example";
    }
    return same < 0 ? ownAddress(i) : variant(ownAddress(same), (int) (i / 50 % 4));
  }

  /** An address that no other person of the newsroom has, in any spelling. */
  private String ownAddress(long i) {
    String[] domains = NewsroomWords.DOMAINS;
    String domain = domains[Mix.small(model.bits(STREAM, i), 40, domains.length)];
    return "jo.reporter." + Long.toString(i, 36) + "@" + domain;
  }

  private static String variant(String address, int spelling) {
    return switch (spelling) {
      case 0 -> address.toUpperCase(Locale.ROOT);
      case 1 -> address + " ";
      case 2 -> "\t" + address;
      default -> "J" + address.substring(1);
    };
  }

  private static String given(long i, long name, Flaw flaw) {
    if (flaw == Flaw.FAMILY_ADDRESS) {
      return i % 2 == 0 ? "Ann" : "Ben";
    }
    return NewsroomWords.GIVEN[Mix.small(name, 0, NewsroomWords.GIVEN.length)];
  }

  private static String phone(long i, Flaw flaw, long k) {
    if (flaw == Flaw.PHONE) {
      return "ask the reception";
    }
    return switch ((int) (k >>> 12 & 3)) {
      case 0 -> null;
      case 1 -> "";
      case 2 -> "+49 30 " + (10_000 + i);
      default -> "030/" + (10_000 + i);
    };
  }

  private static String birthday(long same, Flaw flaw, long name) {
    if (flaw == Flaw.BIRTHDAY) {
      return "1980-02-30";
    }
    if (same >= 0) {
      return null;
    }
    return OddForms.birthday(
        LocalDate.ofEpochDay(Mix.small(name, 24, 22_000) - 11_000), name >>> 3);
  }

  private static String language(Flaw flaw, long k) {
    if (flaw == Flaw.LANGUAGE) {
      return NewsroomWords.UNKNOWN_LANGUAGES[
          Mix.small(k, 0, NewsroomWords.UNKNOWN_LANGUAGES.length)];
    }
    return switch ((int) (k >>> 3 & 15)) {
      case 0 -> null;
      case 1 -> "";
      default -> NewsroomWords.LANGUAGES[Mix.small(k, 16, NewsroomWords.LANGUAGES.length)];
    };
  }

  private static String consent(Flaw flaw, long k) {
    if (flaw == Flaw.CONSENT) {
      return NewsroomWords.UNKNOWN_CONSENTS[Mix.small(k, 0, NewsroomWords.UNKNOWN_CONSENTS.length)];
    }
    return switch ((int) (k >>> 7 & 31)) {
      case 0 -> null;
      case 1 -> "";
      default -> NewsroomWords.CONSENTS[Mix.small(k, 24, NewsroomWords.CONSENTS.length)];
    };
  }

  private String tags(Flaw flaw, long k) {
    List<String> tags = new ArrayList<>();
    if (flaw == Flaw.MANY_TAGS) {
      for (int t = 1; t <= BrokenNewsroomRows.TAGS; t++) {
        tags.add("interest no. " + t);
      }
    } else {
      for (int t = 0; t < (k >>> 32 & 7); t++) {
        tags.add(
            NewsroomWords.TAGS[(int) ((k >>> (36 + t * 3) & 15) + t) % NewsroomWords.TAGS.length]);
      }
    }
    tags.forEach(tag -> tally.word("tags", tag.strip().toLowerCase(Locale.ROOT)));
    String separator = NewsroomWords.SEPARATORS[Mix.small(k, 40, NewsroomWords.SEPARATORS.length)];
    return tags.isEmpty() ? ((k & 1) == 0 ? null : "") : String.join(separator, tags);
  }

  private static String custom(long i, Flaw flaw, long k) {
    if (flaw == Flaw.CUSTOM_LIST) {
      return "[\"see the card index\"]";
    }
    return switch ((int) (k >>> 57 & 3)) {
      case 0 -> null;
      case 1 -> "{}";
      case 2 ->
          "{\"mastodon\":\"@jo" + i % 1000 + "\",\"beats\":[\"sports\",\"tv\"],\"rank\":1.50}";
      default -> "{\"seat\": \"" + i % 90 + "\\u2013B\", \"diet\": null, \"nested\": {\"a\": 1}}";
    };
  }

  /** A photo of 2.5 % of persons, of some hundred bytes. */
  private static byte[] photo(long i, long k) {
    if (i % 40 != 9) {
      return null;
    }
    byte[] photo = new byte[64 + (int) (k >>> 20 & 511)];
    long bits = k;
    for (int b = 0; b < photo.length; b++) {
      bits = Mix.next(bits);
      photo[b] = (byte) bits;
    }
    return photo;
  }
}
