package dev.godwit.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.godwit.local.security.AclDeployment;
import dev.godwit.local.security.DeclaredEntities;
import dev.godwit.local.stack.StackException;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.records.AccessRules;
import dev.godwit.records.Principal;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for the rights of Godwit's programs. */
@Command(
    name = "security",
    mixinStandardHelpOptions = true,
    description = "Show and set what each program of Godwit may do.",
    subcommands = SecurityCommand.Acls.class)
public final class SecurityCommand {

  /** Prints the rights in Kafka, or sets them. */
  @Command(
      name = "acls",
      mixinStandardHelpOptions = true,
      description = {
        "Print the rights in Kafka that the topic catalogue gives to each program, as lines of kafka-acls.",
        "Entities that the packs declare have topics of their own, so the packs are read too."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:done", "1:the broker does not answer, or refuses", "2:wrong usage"},
      footer = {
        "",
        "Rights of other principals are left alone. Repeat --apply after packs with new entities were added.",
        "GODWIT_KAFKA and the settings GODWIT_KAFKA_… name a broker other than the local stack's.",
        "Examples:",
        "  godwit security acls",
        "  godwit security acls --json",
        "  godwit security acls --apply",
        "  godwit security acls --principal loader=User:CN=loader"
      })
  static final class Acls implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Spec private CommandSpec spec;
    @Mixin private StackOptions options;

    @Option(names = "--json", description = "Print the rights, or the changes, as JSON.")
    private boolean json;

    @Option(
        names = "--apply",
        description =
            "Add the rights that are missing in the broker, and remove those of these principals that are not listed.")
    private boolean apply;

    @Option(
        names = "--principal",
        paramLabel = "PROGRAM=PRINCIPAL",
        description =
            "Name of a program in Kafka, where it is not User:godwit-PROGRAM; may be repeated.")
    private final Map<String, String> principals = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
      StackSettings settings = options.settings();
      Map<String, String> environment = settings.serviceEnvironment();
      AclDeployment deployment =
          new AclDeployment(
              AccessRules.of(
                  TopicCatalogue.load(),
                  DeclaredEntities.of(Path.of(environment.get("GODWIT_PACKS")), environment)),
              names());
      PrintWriter out = spec.commandLine().getOut();
      KafkaSettings kafka = settings.kafka();
      if (apply) {
        print(out, applied(deployment, kafka));
      } else if (json) {
        ArrayNode all = new ObjectMapper().createArrayNode();
        deployment.bindings().forEach(binding -> add(all, binding, null));
        out.println(all.toPrettyString());
      } else {
        deployment.commands(kafka.bootstrapServers()).forEach(out::println);
      }
      out.flush();
      return 0;
    }

    private static AclDeployment.Changes applied(AclDeployment deployment, KafkaSettings kafka)
        throws InterruptedException {
      try (Admin admin = Admin.create(kafka.admin(TIMEOUT, TIMEOUT))) {
        return deployment.apply(admin);
      } catch (ExecutionException e) {
        throw new StackException(
            "Expected the broker at %s to take the rights, but: %s. Use a user that may alter the cluster; GODWIT_KAFKA_USER names it."
                .formatted(kafka.bootstrapServers(), e.getCause().getMessage()),
            e);
      }
    }

    private void print(PrintWriter out, AclDeployment.Changes changes) {
      if (json) {
        ArrayNode all = new ObjectMapper().createArrayNode();
        changes.added().forEach(binding -> add(all, binding, "added"));
        changes.removed().forEach(binding -> add(all, binding, "removed"));
        out.println(all.toPrettyString());
        return;
      }
      changes.added().forEach(binding -> out.println("added   " + line(binding)));
      changes.removed().forEach(binding -> out.println("removed " + line(binding)));
      out.printf(
          Locale.ROOT, "%d added, %d removed.%n", changes.added().size(), changes.removed().size());
    }

    private static String line(AclBinding binding) {
      return "%s: %s on %s %s%s"
          .formatted(
              binding.entry().principal(),
              binding.entry().operation(),
              binding.pattern().resourceType(),
              binding.pattern().name(),
              binding.pattern().patternType() == PatternType.PREFIXED ? "*" : "");
    }

    private static void add(ArrayNode all, AclBinding binding, String change) {
      var one =
          all.addObject()
              .put("principal", binding.entry().principal())
              .put("operation", binding.entry().operation().name())
              .put("resource", binding.pattern().resourceType().name())
              .put("name", binding.pattern().name())
              .put("pattern", binding.pattern().patternType().name());
      if (change != null) {
        one.put("change", change);
      }
    }

    private Map<Principal, String> names() {
      Map<Principal, String> names = new EnumMap<>(Principal.class);
      principals.forEach(
          (program, name) -> {
            try {
              names.put(Principal.valueOf(program.toUpperCase(Locale.ROOT)), name);
            } catch (IllegalArgumentException e) {
              throw new ParameterException(
                  spec.commandLine(),
                  "Expected one of %s before the = of --principal, found %s. Correct it."
                      .formatted(
                          List.of(Principal.values()).stream().map(Principal::label).toList(),
                          program),
                  e);
            }
            if (!name.startsWith("User:")) {
              throw new ParameterException(
                  spec.commandLine(),
                  "Expected --principal %s to name a principal such as User:loader, found %s. Put User: before it."
                      .formatted(program, name));
            }
          });
      return names;
    }
  }
}
