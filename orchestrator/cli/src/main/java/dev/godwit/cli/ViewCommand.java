package dev.godwit.cli;

import dev.godwit.api.Figures;
import dev.godwit.api.TextTable;
import dev.godwit.api.ViewAnswer;
import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how far the read model is, or has it built anew. */
@Command(
    name = "view",
    description = {
      "The read model: how far it has read the topics.",
      "With rebuild it is dropped and built again from them; migrations go on meanwhile, only what is shown lags behind."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit view", "  godwit view rebuild"})
public final class ViewCommand extends OrchestratorCommand {
  /** What to do with it. */
  public enum Action {
    show,
    rebuild
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "show|rebuild",
      defaultValue = "show",
      description = "What to do (${DEFAULT-VALUE}).")
  Action action;

  @Override
  protected int run(OrchestratorClient client) {
    ViewAnswer view = action == Action.rebuild ? client.rebuildView() : client.view();
    if (json) {
      writeJson(view);
      return ExitCodes.OK;
    }
    out().println(view.state() + ": " + view.detail());
    TextTable table = new TextTable("topic", ">partition", ">next offset");
    view.topics()
        .forEach(t -> table.row(t.topic(), String.valueOf(t.partition()), Figures.count(t.next())));
    out().print(table.isEmpty() ? "" : table.text());
    if (view.leftOutCount() > 0) {
      out()
          .printf(
              "%n%s left out, since no try can project them; the newest:%n",
              view.leftOutCount() == 1
                  ? "1 record is"
                  : Figures.count(view.leftOutCount()) + " records are");
      TextTable leftOut = new TextTable("topic", ">partition", ">offset", "why");
      view.leftOut()
          .forEach(
              r ->
                  leftOut.row(
                      r.topic(),
                      String.valueOf(r.partition()),
                      String.valueOf(r.offset()),
                      r.why()));
      out().print(leftOut.text());
    }
    return ExitCodes.OK;
  }
}
