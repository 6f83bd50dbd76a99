package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.common.RouteCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalFailed;
import dev.godwit.orchestrator.domain.event.EndingEvent.RehearsalPassed;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveEventsSent;
import dev.godwit.orchestrator.domain.event.RunEvent.LiveRehearsed;
import dev.godwit.orchestrator.domain.report.Report.LiveArrivalReport;
import dev.godwit.orchestrator.domain.state.ForwardState.ArrivingLive;
import dev.godwit.orchestrator.domain.state.ForwardState.SendingLive;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.CheckLiveArrival;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.RehearseLive;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rehearsal sends synthetic live events by every route, and purges them. */
class LiveRehearsalTest extends OneMigration {
  private static final RouteArrival LOST =
      new RouteArrival("webhook:sendgrid", 3, 1, 0, 1, 1, "Expected three, found one.");

  @Test
  void shouldPassAndPurgeWhenEveryEventArrives() {
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings()).isEmpty();
    assertThat(world.history)
        .extracting(one -> one.event())
        .contains(new LiveRehearsed(world.systems.conditions.arrivals));
    assertThat(world.systems.rows(ACME)).as("synthetic rows are purged too").isZero();
  }

  @Test
  void shouldRequireAWaiverByNameWhenARouteFails() {
    world.systems.conditions.arrivals = List.of(new RouteArrival("topic", 3, 3, 0, 0, 0, ""), LOST);
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings())
        .containsExactly(
            new QuarantineCount(
                Entity.ENGAGEMENTS, Stage.VALIDATE, "LIVE_ROUTE_WEBHOOK_SENDGRID", 2));
    assertThat(world.refused(Commands.approveAll(ACME, "bob")).found())
        .contains(
            "ENGAGEMENTS LIVE_ROUTE_WEBHOOK_SENDGRID: the rehearsal found 2 failures of this route of live engagement, 0 accepted.");
    world.send(
        Commands.approve(
            ACME, new Waiver(Entity.ENGAGEMENTS, "LIVE_ROUTE_WEBHOOK_SENDGRID", 2, "")));
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldCountOneWhenARouteDidNotAnswer() {
    world.systems.conditions.arrivals =
        List.of(new RouteArrival("webhooks", 0, 0, 0, 0, 0, "Expected an answer, found none."));
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings())
        .containsExactly(
            new QuarantineCount(Entity.ENGAGEMENTS, Stage.VALIDATE, "LIVE_ROUTE_WEBHOOKS", 1));
  }

  @Test
  void shouldKeepTheFindingsOfTheVerdictBesideThoseOfTheRoutes() {
    world.systems.conditions.behind = 11;
    world.systems.conditions.arrivals = List.of(LOST);
    rehearsed();
    assertThat(((RehearsalPassed) last()).findings())
        .extracting(QuarantineCount::reason)
        .containsExactly("LOW_SHARE", "LIVE_ROUTE_WEBHOOK_SENDGRID");
  }

  @Test
  void shouldSayWhyAndAwaitNothingWhenThereIsNothingToSend() {
    world.systems.conditions.plan =
        List.of(new EntityPlan(Entity.CONTACTS, 100, 1, List.of(), false, List.of()));
    world.systems.conditions.routes = List.of(new RouteCount("topic", 0));
    world.systems.conditions.nothing = "The customer has no email.";
    rehearsed();
    assertThat(world.history)
        .extracting(one -> one.event())
        .contains(
            new LiveEventsSent(List.of(new RouteCount("topic", 0)), "The customer has no email."));
    assertThat(world.story(ACME)).doesNotContain("LiveRehearsed");
  }

  @Test
  void shouldDispatchNothingTwiceWhenAnAnswerIsRepeated() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(CheckLiveArrival.class);
    DispatchedTask check = world.pending.getFirst();
    world.work(0);
    assertThat(
            world.report(
                world.systems.reported(
                    check.envelope(), Stage.VALIDATE, new LiveArrivalReport(List.of(LOST)))))
        .isEmpty();
    assertThat(world.pending)
        .extracting(DispatchedTask::task)
        .hasOnlyElementsOfType(PurgeTarget.class);
    world.workAll();
    assertThat(((RehearsalPassed) last()).findings()).isEmpty();
  }

  @Test
  void shouldPurgeWhenTheExtractorOrTheValidatorFails() {
    for (var step : List.of(RehearseLive.class, CheckLiveArrival.class)) {
      world.systems.conditions.failing.add(step);
      world.send(Commands.rehearse(ACME, "ann"));
      world.workAll();
      assertThat(last()).isInstanceOf(RehearsalFailed.class);
      assertThat(world.systems.rows(ACME)).isZero();
      world.systems.conditions.failing.clear();
    }
  }

  @Test
  void shouldPurgeWhenItIsCancelledWhileEventsAreSentOrAwaited() {
    for (var step : List.of(RehearseLive.class, CheckLiveArrival.class)) {
      world.send(Commands.rehearse(ACME, "ann"));
      world.workUntil(step);
      assertThat(world.state(ACME))
          .isInstanceOf(step == RehearseLive.class ? SendingLive.class : ArrivingLive.class);
      world.send(Commands.cancel(ACME));
      world.workAll();
      assertThat(world.state(ACME)).isInstanceOf(Cancelled.class);
      assertThat(world.systems.rows(ACME)).isZero();
    }
  }

  @Test
  void shouldHoldTheStepBackWhilePaused() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(RehearseLive.class);
    world.send(Commands.pause(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(ArrivingLive.class);
    assertThat(world.migration(ACME).dispatched()).isFalse();
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(last()).isInstanceOf(RehearsalPassed.class);
  }
}
