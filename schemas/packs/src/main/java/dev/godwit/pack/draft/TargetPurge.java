package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the purge of a target pack: the item {@code tables}, and statements for what the pack does
 * not have, for references that form a cycle, and for the customer's own row.
 */
final class TargetPurge {
  private final CustomerPaths paths;
  private final TargetDraft draft;
  private final List<PurgeOrder.Step> steps = new ArrayList<>();

  /** With the parameter that the customer's columns are compared with. */
  TargetPurge(CustomerPaths paths, TargetDraft draft, String customer) {
    this.paths = paths;
    this.draft = draft;
    Set<String> written = draft.written();
    PurgeOrder order = new PurgeOrder(paths, customer);
    DraftTable own = paths.customer().table();
    if (own != null && paths.customer().isKey()) {
      order.cutLoose(own, steps);
    }
    written.forEach(id -> openCycles(order, paths.catalogue().tables().get(id), written));
    List<PurgeOrder.Step> after = new ArrayList<>();
    Set<String> needed = neededBy(written);
    order.others(written, needed, steps, after);
    steps.add(new PurgeOrder.Step("tables", null));
    steps.addAll(after);
    if (own != null && paths.customer().isKey()) {
      steps.add(order.ofCustomer());
    }
  }

  List<PurgeOrder.Step> steps() {
    return steps;
  }

  /** A reference that the load leaves out, and that somebody sets later, is ended first. */
  private void openCycles(PurgeOrder order, DraftTable table, Set<String> written) {
    for (DraftLink link : table.links()) {
      boolean broken =
          !link.guessed()
              && written.contains(link.to())
              && !link.to().equals(table.id())
              && draft.references().isBroken(table, link);
      if (broken) {
        order.end(table, link, steps);
      }
    }
  }

  /** Tables that those of the pack refer to, on any way. */
  private Set<String> neededBy(Set<String> written) {
    Set<String> needed = new HashSet<>();
    List<String> open = new ArrayList<>(written);
    while (!open.isEmpty()) {
      DraftTable table = paths.catalogue().tables().get(open.removeLast());
      if (table == null) {
        continue;
      }
      for (DraftLink link : table.links()) {
        if (!link.guessed() && needed.add(link.to())) {
          open.add(link.to());
        }
      }
    }
    return needed;
  }
}
