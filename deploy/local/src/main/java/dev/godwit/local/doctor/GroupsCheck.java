package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
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
  private static final Map<String, String> MEMBERS =
      Map.of(
          "godwit-orchestrator", "orchestrator",
          "godwit-extractor", "extractor",
          "godwit-transformer", "transformer",
          "godwit-loader", "loader",
          "godwit-validator", "validator");

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
            "The %s reads nothing: tasks and records wait for it.".formatted(service),
            "godwit status; then godwit up --only %s, or read .godwit/logs/%s.log"
                .formatted(service, service),
            Runbook.SERVICE_DOWN);
  }
}
