package dev.godwit.validator.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.common.v1.CostlyNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the node of a plan that took most of its time, or has most of its estimated cost, by
 * itself. Takes names of relations and counts from the plan, and no condition, which could hold a
 * value of a row. Stateless, thread-safe.
 */
final class CostlyNodes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MICROS_PER_MILLI = 1_000;
  private static final int HUNDRED = 100;
  private static final String CTE = "CTE ";

  private CostlyNodes() {}

  /** Time or cost of a node with its children, and by itself. */
  private static final class Share {
    final JsonNode node;
    double own;
    double blocks;

    Share(JsonNode node) {
      this.node = node;
    }
  }

  /**
   * The costly node.
   *
   * @param plan what {@code EXPLAIN (FORMAT JSON)} gave
   * @param executed whether it was executed, with {@code ANALYZE} and {@code BUFFERS}
   * @return null where the text is no plan
   */
  static CostlyNode of(String plan, boolean executed) {
    JsonNode root;
    try {
      root = JSON.readTree(plan).path(0).path("Plan");
    } catch (JsonProcessingException e) {
      return null;
    }
    if (root.isMissingNode()) {
      return null;
    }
    List<Share> shares = new ArrayList<>();
    Map<String, Double> named = new HashMap<>();
    collect(root, executed, shares, named);
    for (Share share : shares) {
      // The time of a common table expression is in the node that reads it, too.
      String read = share.node.path("CTE Name").asText("");
      share.own = Math.max(0, share.own - named.getOrDefault(read, 0.0));
    }
    Share costly = shares.getFirst();
    for (Share share : shares) {
      costly = share.own > costly.own ? share : costly;
    }
    return node(costly, whole(root, executed), executed);
  }

  private static void collect(
      JsonNode node, boolean executed, List<Share> shares, Map<String, Double> named) {
    Share share = new Share(node);
    shares.add(share);
    double children = 0;
    double blocksOfChildren = 0;
    for (JsonNode child : node.path("Plans")) {
      double whole = whole(child, executed);
      String subplan = child.path("Subplan Name").asText("");
      if (subplan.startsWith(CTE)) {
        named.merge(subplan.substring(CTE.length()), whole, Math::max);
      } else {
        children += whole;
      }
      blocksOfChildren += blocks(child);
      collect(child, executed, shares, named);
    }
    share.own = Math.max(0, whole(node, executed) - children);
    share.blocks = Math.max(0, blocks(node) - blocksOfChildren);
  }

  /** Milliseconds over all loops, or the estimated cost. */
  private static double whole(JsonNode node, boolean executed) {
    return executed
        ? node.path("Actual Total Time").asDouble() * node.path("Actual Loops").asDouble(1)
        : node.path("Total Cost").asDouble();
  }

  private static double blocks(JsonNode node) {
    return node.path("Shared Hit Blocks").asDouble() + node.path("Shared Read Blocks").asDouble();
  }

  private static CostlyNode node(Share costly, double whole, boolean executed) {
    JsonNode node = costly.node;
    double rows =
        executed
            ? node.path("Actual Rows").asDouble() * node.path("Actual Loops").asDouble(1)
            : node.path("Plan Rows").asDouble();
    return new CostlyNode(
        node.path("Node Type").asText(""),
        node.path("Relation Name").asText(""),
        node.path("Index Name").asText(""),
        whole <= 0 ? 0 : (int) Math.min(HUNDRED, Math.round(HUNDRED * costly.own / whole)),
        executed ? Math.round(costly.own * MICROS_PER_MILLI) : -1,
        Math.round(rows),
        executed ? Math.round(costly.blocks) : -1);
  }
}
