package dev.godwit.cli;

import dev.godwit.api.ViewAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.Table;
import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the state of the read model, or rebuilds it. */
@Command(
    name = "view",
    description = {
      "The read model: its state and its position in the topics.",
      "rebuild drops it and builds it again from the topics; migrations continue meanwhile, only the display lags behind."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit view", "  godwit view rebuild"})
public final class ViewCommand extends OrchestratorCommand {
  /** Action on the read model. */
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
    if (!view.topics().isEmpty()) {
      out()
          .print(
              Table.of(view.topics())
                  .words("topic", ViewAnswer.Position::topic)
                  .figures("partition", t -> String.valueOf(t.partition()))
                  .counts("next offset", ViewAnswer.Position::next)
                  .build()
                  .text());
    }
    if (view.leftOutCount() > 0) {
      out()
          .printf(
              "%n%s skipped, since no retry can project them; the newest:%n",
              view.leftOutCount() == 1
                  ? "1 record is"
                  : Figures.count(view.leftOutCount()) + " records are");
      out()
          .print(
              Table.of(view.leftOut())
                  .words("topic", ViewAnswer.LeftOut::topic)
                  .figures("partition", r -> String.valueOf(r.partition()))
                  .figures("offset", r -> String.valueOf(r.offset()))
                  .words("why", ViewAnswer.LeftOut::why)
                  .build()
                  .text());
    }
    return ExitCodes.OK;
  }
}
