package dev.godwit.api.text;

import java.util.List;

/**
 * A report as people read it. {@link ReportPresenter} decides every word and figure; {@link
 * ReportText} and the template of the page only lay them out.
 *
 * @param customer the customer
 * @param status phase of the migration
 * @param facts lines about the run and the packs
 * @param asOf time of the report, with its zone; printed on pages, which are kept
 * @param tiles the main figures; text has them in its tables
 * @param notes sentences that a person must not miss
 * @param sections the report in its order
 * @param next the next step
 */
public record ReportDocument(
    String customer,
    Badge status,
    List<String> facts,
    String asOf,
    List<Tile> tiles,
    List<Note> notes,
    List<Section> sections,
    String next) {
  public ReportDocument {
    facts = List.copyOf(facts);
    tiles = List.copyOf(tiles);
    notes = List.copyOf(notes);
    sections = List.copyOf(sections);
  }

  /**
   * A verdict in few words.
   *
   * @param word the verdict, such as "reconciled"; text prints it in capitals
   * @param detail its object, such as "at cut 1"; may be empty
   */
  public record Badge(String word, String detail, Tone tone) {
    /** Both together. */
    public String label() {
      return detail.isEmpty() ? word : word + " " + detail;
    }
  }

  /** A figure with its label. */
  public record Tile(String figure, String label, Tone tone) {}

  /** A sentence that stands out. */
  public record Note(String title, String text, Tone tone) {}

  /**
   * A section.
   *
   * @param tone tone of the whole section
   * @param badge its verdict; null where it has none
   * @param lead first sentence; may be empty
   */
  public record Section(String title, Tone tone, Badge badge, String lead, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }

    static Section of(String title, Block... blocks) {
      return new Section(title, Tone.NEUTRAL, null, "", List.of(blocks));
    }
  }

  /** A part of a section. */
  public sealed interface Block permits Lines, Commands, Tiles, Bars, Story, Table {
    /** Name by which the template of the page recognises the type. */
    default String kind() {
      return getClass().getSimpleName();
    }
  }

  /** Sentences, a line each. */
  public record Lines(Tone tone, List<String> lines) implements Block {
    static Lines of(String... lines) {
      return new Lines(Tone.NEUTRAL, List.of(lines));
    }
  }

  /** Things to do, in their order. */
  public record Commands(List<Command> commands) implements Block {
    public Commands {
      commands = List.copyOf(commands);
    }

    /**
     * One thing to do.
     *
     * @param purpose its purpose
     * @param lines command lines, to be copied as they are; may be empty
     * @param note sentences behind them, a line each; may be empty
     */
    public record Command(String purpose, List<String> lines, String note) {
      public Command {
        lines = List.copyOf(lines);
      }
    }
  }

  /** Figures that belong together. */
  public record Tiles(List<Tile> tiles) implements Block {}

  /** Durations, one after the other. */
  public record Bars(List<Bar> bars) implements Block {
    /**
     * One duration.
     *
     * @param left begin of the bar, in per cent of the whole, with the sign
     * @param width width of the bar, in per cent of the whole, with the sign
     */
    public record Bar(String phase, String from, String lasted, String left, String width) {}
  }

  /** Events of a migration. */
  public record Story(List<Entry> entries) implements Block {
    /**
     * One event.
     *
     * @param when day and time
     * @param why the person's reason; empty where none was given
     * @param line all of it as one line of text
     */
    public record Entry(String when, String by, String text, String why, Tone tone, String line) {}
  }
}
