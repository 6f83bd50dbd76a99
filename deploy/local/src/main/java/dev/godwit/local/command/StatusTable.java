package dev.godwit.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;
import java.io.PrintWriter;

/** What runs, where it listens, where it logs. */
final class StatusTable {
  private StatusTable() {}

  static void print(Stack stack, PrintWriter out) {
    out.printf("%-13s %-9s %8s  %s%n", "PART", "STATE", "PID", "WHERE");
    for (Part part : Part.values()) {
      long pid = stack.pid(part);
      out.printf(
          "%-13s %-9s %8s  %s%n",
          part.label(), state(stack, part), pid < 0 ? "-" : pid, where(stack.settings(), part));
    }
    out.println("Logs: " + stack.log(Part.POSTGRES).getParent());
    out.flush();
  }

  static void printJson(Stack stack, PrintWriter out) {
    ArrayNode parts = new ObjectMapper().createArrayNode();
    for (Part part : Part.values()) {
      ObjectNode node = parts.addObject();
      node.put("part", part.label());
      node.put("state", state(stack, part));
      node.put("pid", stack.pid(part));
      node.put("where", where(stack.settings(), part));
      node.put("log", stack.log(part).toString());
    }
    out.println(parts.toPrettyString());
    out.flush();
  }

  private static String state(Stack stack, Part part) {
    if (!stack.isRunning(part)) {
      return "down";
    }
    return stack.isReady(part) ? "ready" : "not ready";
  }

  private static String where(StackSettings settings, Part part) {
    int port = settings.port(part.port());
    if (part.port() == Port.POSTGRES) {
      return "postgresql://127.0.0.1:" + port + " (databases legacy, crm, godwit; user postgres)";
    }
    if (part.port() == Port.BROKER) {
      return "127.0.0.1:" + port;
    }
    return "http://127.0.0.1:" + port;
  }
}
