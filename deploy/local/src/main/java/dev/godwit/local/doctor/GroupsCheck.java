package dev.godwit.local.doctor;

import static java.util.Map.entry;

import dev.godwit.api.Runbook;
import dev.godwit.local.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;

/** Whether the groups that services read with have members. */
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
          entry("godwit-validator-arrivals", "validator"));

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
    if (all.isEmpty()) {
      all.add(Diagnosis.fine(this, "groups", MEMBERS.size() + " groups have members."));
    }
    return all;
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
    return Diagnosis.bad(
            this,
            Severity.ERROR,
            group,
            absent ? "The broker knows no such group." : "The group has no member.")
        .because(
            "What the %s reads with it waits: tasks or records.".formatted(service),
            "godwit status; then godwit up --only %s, or read .godwit/logs/%s.log"
                .formatted(service, service),
            Runbook.SERVICE_DOWN);
  }
}
