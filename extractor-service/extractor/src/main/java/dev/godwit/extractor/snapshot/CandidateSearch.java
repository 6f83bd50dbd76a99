package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.linkage.Explanation;
import dev.godwit.linkage.Linkage;
import dev.godwit.linkage.LinkageException;
import dev.godwit.linkage.LinkageField;
import dev.godwit.linkage.LinkageRows.RowVisitor;
import dev.godwit.linkage.LinkageSchema;
import dev.godwit.linkage.LinkageSettings;
import dev.godwit.linkage.Linked;
import dev.godwit.linkage.Meaning;
import dev.godwit.pack.Candidates;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds evidence that rows of an entity are one, by the fields that the source pack compares. The
 * rows spill to files, so memory does not grow with them. The connection must not commit by itself.
 * Not thread-safe.
 */
final class CandidateSearch {
  private final SourceEntity source;
  private final List<String> fields;
  private final Linkage linkage;
  private final EntitySearch search;
  private final Path folder;

  /**
   * A search.
   *
   * @param source an entity with candidates
   * @param queries those of the entity, at least one
   */
  CandidateSearch(
      Connection connection,
      SourceEntity source,
      List<CountedQuery> queries,
      ExtractorSettings settings) {
    this.source = source;
    this.folder = Path.of(settings.spillFolder());
    this.fields = List.copyOf(source.candidates().compare().keySet());
    this.linkage =
        new Linkage(
            schema(source.candidates()), settings(source.candidates(), settings.mergePairs()));
    this.search =
        new EntitySearch(
            connection,
            queries.stream()
                .map(
                    query ->
                        new SearchedQuery(
                            connection, query, columns(query.layout()), fields.size(), settings))
                .toList());
  }

  /** The fields that are compared, as the linkage knows them. */
  static LinkageSchema schema(Candidates candidates) {
    return new LinkageSchema(
        candidates.compare().entrySet().stream()
            .map(
                field -> new LinkageField(field.getKey(), Meaning.valueOf(field.getValue().name())))
            .toList());
  }

  private static LinkageSettings settings(Candidates candidates, int pairs) {
    LinkageSettings defaults = LinkageSettings.defaults();
    double review = candidates.review() == null ? defaults.reviewWeight() : candidates.review();
    double automatic =
        candidates.automatic() == null
            ? Math.max(review, defaults.automaticWeight())
            : candidates.automatic();
    return new LinkageSettings(
        automatic, review, defaults.blockRows(), pairs, defaults.groupRows());
  }

  /** A query that does not give a field gives no value of it. */
  private String columns(SourceLayout layout) {
    return fields.stream()
        .map(field -> layout.column(field).isPresent() ? layout.text(field) : "cast(null as text)")
        .collect(Collectors.joining(", "));
  }

  /**
   * All evidence that is strong enough for a person to look at; the caller closes it.
   *
   * @throws StageFailedException where the rows cannot be compared, such as by a full disk
   */
  CandidatePairs find() throws SQLException, StageFailedException {
    try {
      return search.run(this::candidates);
    } catch (LinkageException e) {
      throw new StageFailedException(
          source.entity().text(),
          e.getMessage(),
          "Give the folder of spill files room, then resume: GODWIT_SPILL_FOLDER",
          e);
    }
  }

  /**
   * Explains what the evidence of two rows weighs, also of rows that the search does not propose.
   *
   * @throws LinkageException where there is no row with one of the ids
   */
  Explanation explain(String left, String right) throws SQLException, StageFailedException {
    return search.run(
        () -> {
          try (Linked linked = linkage.search(this::read, folder)) {
            return linked.explain(left, right);
          }
        });
  }

  private CandidatePairs candidates() throws SQLException {
    return CandidatePairs.of(linkage.search(this::read, folder));
  }

  private void read(RowVisitor visitor) throws SQLException {
    String[] values = new String[fields.size()];
    for (SearchedQuery query : search.queries()) {
      try (CopyReader rows = query.open()) {
        for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
          String id = row.text(SearchedQuery.ID);
          // A row without an id fails its own chunk, with a remedy.
          if (id == null || id.isEmpty()) {
            continue;
          }
          for (int i = 0; i < values.length; i++) {
            values[i] = row.text(SearchedQuery.COLUMNS + i);
          }
          visitor.row(id, values);
        }
      }
    }
  }
}
