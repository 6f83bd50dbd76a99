package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * Writes the companies of a newsroom. The first twelve are a chain, each the parent of the next;
 * two are each the other's parent. For use by one thread.
 */
final class CompanyRows {
  /** Companies of the chain, and so the depth of the deepest one. */
  static final int CHAIN = 12;

  private static final long STREAM = 1;
  private static final String COLUMNS =
      "id, address_book_id, parent_id, name, website, country, phone, founded, circulation,"
          + " staff_count";

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;

  CompanyRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "mailing.company", COLUMNS)) {
      for (long c = 0; c < model.sizes().companies(); c++) {
        row(rows, c);
        tally.row("companies");
        tally.quarantined("companies", BrokenNewsroomRows.company(c));
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, long c) throws SQLException {
    long h = model.bits(STREAM, c);
    long k = Mix.next(h);
    rows.row(10);
    rows.bigint(ids.company() + c);
    rows.integer(ids.book() + (int) (c % model.sizes().books()));
    parent(rows, c, h);
    rows.text(name(c, h));
    rows.text(website(c, k));
    rows.text(country(c, k));
    rows.text((k & 3) == 0 ? "" : "+49 30 " + (10_000 + c));
    rows.text(OddForms.founded(LocalDate.ofEpochDay(Mix.small(h, 0, 20_000) - 15_000), k >>> 8));
    rows.text(circulation(k));
    if ((k >>> 12 & 3) == 0) {
      rows.none();
    } else {
      rows.integer(Mix.small(k, 16, 4_000));
    }
  }

  private void parent(CopyRows rows, long c, long h) {
    if (BrokenNewsroomRows.parentGone(c)) {
      rows.bigint(ids.company() + model.sizes().companies() + c % NewsroomIds.GONE);
    } else if (BrokenNewsroomRows.isOwnGrandparent(c)) {
      rows.bigint(ids.company() + BrokenNewsroomRows.CYCLE * 2 + 1 - c);
    } else if (c > 0 && c < CHAIN) {
      rows.bigint(ids.company() + c - 1);
    } else if (c == 0 || c % 4 == 0) {
      rows.none();
    } else {
      rows.bigint(ids.company() + model.soundCompany(Mix.below(Mix.next(~h), c)));
    }
  }

  private static String name(long c, long h) {
    if (BrokenNewsroomRows.nameless(c)) {
      return null;
    }
    if (BrokenNewsroomRows.longName(c)) {
      return "Verlag "
          .repeat(BrokenNewsroomRows.LONG_NAME_CHARACTERS / 7 + 1)
          .substring(0, BrokenNewsroomRows.LONG_NAME_CHARACTERS - 1)
          .concat("s");
    }
    String[] places = NewsroomWords.PLACES;
    String[] papers = NewsroomWords.PAPERS;
    return places[Mix.small(h, 16, places.length)] + " " + papers[Mix.small(h, 32, papers.length)];
  }

  private static String website(long c, long k) {
    return switch ((int) (k >>> 4 & 3)) {
      case 0 -> "https://www.paper-" + c + ".example/";
      case 1 -> "www.paper-" + c + ".example";
      case 2 -> "";
      default -> null;
    };
  }

  private String country(long c, long k) {
    if (BrokenNewsroomRows.unknownCountry(c)) {
      if (c == 37) {
        tally.quarantined("countries", "LOOKUP_FAILED");
      }
      tally.word("countries", NewsroomWords.UNKNOWN_COUNTRY);
      return NewsroomWords.UNKNOWN_COUNTRY;
    }
    int spelling = Mix.small(k, 32, NewsroomWords.COUNTRIES.length + 2);
    if (spelling >= NewsroomWords.COUNTRIES.length) {
      return spelling == NewsroomWords.COUNTRIES.length ? "" : null;
    }
    tally.word("countries", NewsroomWords.COUNTRIES[spelling][0]);
    return NewsroomWords.COUNTRIES[spelling][1];
  }

  private static String circulation(long k) {
    return switch ((int) (k >>> 14 & 3)) {
      case 0 -> null;
      case 1 -> Mix.small(k, 20, 900) + ",5";
      default -> 1 + Mix.small(k, 20, 99) + "." + (100 + Mix.small(k, 28, 900)) + ",25";
    };
  }
}
