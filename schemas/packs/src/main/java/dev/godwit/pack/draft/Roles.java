package dev.godwit.pack.draft;

import java.util.List;

/**
 * Which tables are the entities that Godwit knows.
 *
 * @param contacts the contacts; null for none
 * @param emails the emails, a row for each recipient; null for none
 * @param campaigns where there is no such table: that of the mailings, of which each contact that
 *     opened or clicked one has received one; null for none
 * @param engagements the opens and clicks; empty for none
 */
record Roles(
    DraftTable contacts,
    DraftTable emails,
    DraftTable campaigns,
    List<EngagementPart> engagements) {

  /**
   * Opens, clicks or both, of one table.
   *
   * @param table the table
   * @param kind what all its rows are, "open" or "click"; null where a column says it
   * @param kindColumn the column that says it; null where all rows are of one kind
   * @param occurred column with the time
   * @param conditional whether only rows with a time are events
   * @param toEmail references from the table to that of the emails; empty where the table is that
   *     one, or where there are only campaigns
   */
  record EngagementPart(
      DraftTable table,
      String kind,
      DraftColumn kindColumn,
      DraftColumn occurred,
      boolean conditional,
      List<DraftLink> toEmail) {}

  boolean isContacts(DraftTable table) {
    return contacts != null && contacts.id().equals(table.id());
  }

  boolean isEmails(DraftTable table) {
    return emails != null && emails.id().equals(table.id());
  }

  /** Whether the rows of the table are engagements, and nothing else. */
  boolean isEngagements(DraftTable table) {
    return !isEmails(table)
        && engagements.stream().anyMatch(part -> part.table().id().equals(table.id()));
  }

  /** Whether engagements are made of several queries, so that their ids need a prefix. */
  boolean isUnion() {
    return engagements.size() > 1 || campaigns != null;
  }
}
