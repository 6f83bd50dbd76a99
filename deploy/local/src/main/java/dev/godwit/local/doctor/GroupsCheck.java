package dev.godwit.local.doctor;

import static java.util.Map.entry;

import dev.godwit.api.Runbook;
import dev.godwit.local.stack.Stack;
import dev.godwit.pack.TargetPack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;

/**
 * Whether the groups that services read with have members, those included with which the loader
 * reads the records of each target database that a pack names.
 */
final class GroupsCheck implements Check {
  /** Group by the service that must be its member as long as it runs. */
  static final Map<String, String> MEMBERS =
      Map.ofEntries(
          entry("godwit-orchestrator", "orchestrator"),
          entry("godwit-extractor", "extractor"),
          entry("godwit-tail", "extractor"),
          entry("godwit-delivery", "extractor"),
          entry("godwit-transformer", "transformer"),
          entry("godwit-transformer-tasks", "transformer"),
          entry("godwit-loader", "loader"),
          entry("godwit-validator", "validator"),
          entry("godwit-validator-ledgers", "validator"),
          entry("godwit-validator-verdicts", "validator"),
          entry("godwit-validator-replays", "validator"),
          entry("godwit-validator-probes", "validator"),
          entry("godwit-validator-arrivals", "validator"));

  /** Begins the name of the group of a target database, with the database's key behind it. */
  private static final String DATA_GROUP = "godwit-loader-";

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws Exception {
    Admin admin = installation.admin();
    Map<String, GroupListing> found = new TreeMap<>();
    for (GroupListing group : admin.listGroups().all().get()) {
      found.put(group.groupId(), group);
    }
    List<Diagnosis> all = new ArrayList<>();
    if (new Stack(installation.settings()).lostGroups() > 0) {
      all.add(lost());
    }
    for (var member : new TreeMap<>(MEMBERS).entrySet()) {
      GroupListing group = found.get(member.getKey());
      if (group == null || isWithoutMembers(group)) {
        all.add(without(member.getKey(), member.getValue(), group == null));
      }
    }
    Map<String, List<String>> data = dataGroups(installation.packs().targets().values());
    data.forEach((group, packs) -> data(group, packs, found.get(group)).ifPresent(all::add));
    if (all.isEmpty()) {
      all.add(
          Diagnosis.fine(this, "groups", (MEMBERS.size() + data.size()) + " groups have members."));
    }
    return all;
  }

  /** The packs of each target database, by the group with which the loader reads for it. */
  static Map<String, List<String>> dataGroups(Collection<TargetPack> packs) {
    Map<String, List<String>> groups = new TreeMap<>();
    packs.stream()
        .sorted(Comparator.comparing(TargetPack::name))
        .forEach(
            pack ->
                groups
                    .computeIfAbsent(DATA_GROUP + pack.database().key(), group -> new ArrayList<>())
                    .add(pack.name()));
    return groups;
  }

  /**
   * The diagnosis of a group that reads for a target database; empty where it has members.
   *
   * @param group null where the broker knows none of that name
   */
  Optional<Diagnosis> data(String name, List<String> packs, GroupListing group) {
    if (group != null && !isWithoutMembers(group)) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnosis.bad(this, Severity.ERROR, name, found(group == null))
            .because(
                "No record is loaded into the target database of %s: its runs wait."
                    .formatted(String.join(", ", packs)),
                "See that the database answers (check \"databases\"), and that the loader has read the packs: godwit packs reload; then godwit up --only loader, or read .godwit/logs/loader.log",
                Runbook.SERVICE_DOWN));
  }

  private static String found(boolean absent) {
    return absent ? "The broker knows no such group." : "The group has no member.";
  }

  private Diagnosis lost() {
    return Diagnosis.bad(
            this,
            Severity.ERROR,
            "broker",
            "The broker's log says that it lost groups when it started again (\"out of sync with the underlying log\").")
        .because(
            "It answers and assigns no partitions, so that services stand still without an error. Nothing is lost.",
            "godwit down --only broker; godwit up --only broker",
            Runbook.BROKER_OR_REGISTRY_DOWN);
  }

  private static boolean isWithoutMembers(GroupListing group) {
    GroupState state = group.groupState().orElse(GroupState.UNKNOWN);
    return state == GroupState.EMPTY || state == GroupState.DEAD;
  }

  private Diagnosis without(String group, String service, boolean absent) {
    return Diagnosis.bad(this, Severity.ERROR, group, found(absent))
        .because(
            "Tasks or records that the %s reads with it wait.".formatted(service),
            "godwit status; then godwit up --only %s, or read .godwit/logs/%s.log"
                .formatted(service, service),
            Runbook.SERVICE_DOWN);
  }
}
