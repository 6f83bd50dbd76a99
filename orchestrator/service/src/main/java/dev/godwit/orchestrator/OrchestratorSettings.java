package dev.godwit.orchestrator;

import dev.godwit.orchestrator.domain.decide.OnFailure;
import dev.godwit.orchestrator.notification.WebhookFormat;
import dev.godwit.trace.TraceSettings;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.security.TransportSecurity;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the orchestrator, {@code godwit} in application.yaml. The database of the read model
 * and Kafka Streams have the settings of Quarkus, which stand in the same file.
 *
 * <p>{@link dev.godwit.orchestrator.domain.decide.Settings} and the engine check the values of
 * {@link Control} at start. {@link Notifications} has secrets, which are not printed; no other
 * setting is one.
 */
@ConfigMapping(prefix = "godwit")
public interface OrchestratorSettings {
  /** Address of the broker, host:port ({@code GODWIT_KAFKA}). */
  @WithDefault(KafkaSettings.DEFAULT_KAFKA)
  String kafka();

  /** Base address of the schema registry ({@code GODWIT_REGISTRY}). */
  @WithDefault(KafkaSettings.DEFAULT_REGISTRY)
  String registry();

  /** Client of the registry ({@code GODWIT_SERDE}); the one that the build chose where absent. */
  Optional<String> serde();

  /**
   * The answer of a live run to a failure while its customer is frozen: {@code hold} until a person
   * resumes or rolls back, or {@code roll-back} ({@code GODWIT_ON_FAILURE}).
   */
  @WithDefault("hold")
  OnFailure onFailure();

  /**
   * How long a customer may be frozen while its live run is held ({@code GODWIT_FREEZE_BUDGET});
   * zero for no limit. A run keeps the budget that it began with.
   */
  @WithDefault("PT4H")
  Duration freezeBudget();

  /**
   * A rehearsal passes by itself when at least this share of the extracted rows of each entity is
   * loaded or merged, 0 to 1 ({@code GODWIT_REHEARSAL_SHARE}); else the approval must waive it by
   * name.
   */
  @WithDefault("0.9")
  double rehearsalShare();

  /**
   * The time that the topics keep a customer's records once its migration is over ({@code
   * GODWIT_KEEP_AFTER_END}); a customer that is forgotten has less.
   */
  @WithDefault("P7D")
  Duration keepAfterEnd();

  /** True to make traces ({@code GODWIT_TRACES}). */
  @WithDefault("false")
  boolean traces();

  /** Base address of a collector that takes OTLP over HTTP ({@code GODWIT_TRACES_ENDPOINT}). */
  @WithDefault(TraceSettings.DEFAULT_ENDPOINT)
  String tracesEndpoint();

  /** Share of the traces that is recorded, 0 to 1 ({@code GODWIT_TRACES_SAMPLED}). */
  @WithDefault("1")
  double tracesSampled();

  /** The control plane. */
  Control control();

  /** The read model. */
  View view();

  /** Whose commands count. */
  Commands commands();

  /** Notifications; off where neither a webhook nor an address is set. */
  @WithName("notify")
  Notifications notifications();

  /** Clients of Kafka and of the registry. */
  default KafkaSettings clients() {
    return new KafkaSettings(
        kafka(), registry(), serde().orElse(null), TransportSecurity.ofThisProcess());
  }

  /**
   * Settings of the traces.
   *
   * @param instance name of the process
   */
  default TraceSettings traceSettings(String instance) {
    return new TraceSettings(traces(), tracesEndpoint(), tracesSampled(), "orchestrator", instance);
  }

  /** One line with every setting, for the log. */
  default String describe() {
    Control c = control();
    return ("kafka=%s registry=%s serde=%s approval-by-another=%s max-live-runs=%d source-pack=%s"
            + " target-pack=%s chunk-window=%d max-attempts=%d estimate-rows-per-second=%d"
            + " max-growth-percent=%d live-cut-every=%s live-cut-later-every=%s"
            + " live-cut-later-after=%s on-failure=%s freeze-budget=%s rehearsal-share=%s rebuild=%s view.rebuild=%s"
            + " view.read=%s keep-after-end=%s notify.webhook=%s notify.mail-to=%s notify.window=%s"
            + " notify.window-messages=%d notify.give-up-after=%s traces=%s traces-endpoint=%s"
            + " traces-sampled=%s commands.keys=%s commands.signing-key=%s commands.life=%s"
            + " commands.unsigned=%s")
        .formatted(
            kafka(),
            registry(),
            serde().orElse("default"),
            c.approvalByAnother(),
            c.maxLiveRuns(),
            c.sourcePack(),
            c.targetPack(),
            c.chunkWindow(),
            c.maxAttempts(),
            c.estimateRowsPerSecond(),
            c.maxGrowthPercent(),
            c.liveCutEvery(),
            c.liveCutLaterEvery(),
            c.liveCutLaterAfter(),
            onFailure(),
            freezeBudget(),
            rehearsalShare(),
            c.rebuild(),
            view().rebuild(),
            view().read(),
            keepAfterEnd(),
            notifications().webhook().isPresent() ? "(set)" : "none",
            notifications().mailTo().map(List::size).map(n -> n + " addresses").orElse("none"),
            notifications().window(),
            notifications().windowMessages(),
            notifications().giveUpAfter(),
            traces(),
            tracesEndpoint(),
            tracesSampled(),
            commands().keys().map(Path::toString).orElse("none"),
            commands().signingKey().isPresent() ? "(set)" : "none",
            commands().life(),
            commands().unsigned());
  }

  /** Settings of the control plane, {@code godwit.control}. */
  interface Control {
    /** True where a second person must approve and waive. */
    @WithDefault("true")
    boolean approvalByAnother();

    /** Most live runs at once. */
    @WithDefault("1")
    int maxLiveRuns();

    /** Source pack of a request that names none. */
    @WithDefault("reference-legacy")
    String sourcePack();

    /** Target pack of a request that names none. */
    @WithDefault("reference-crm")
    String targetPack();

    /** Most chunks of a run that are dispatched at once. */
    @WithDefault("16")
    int chunkWindow();

    /** Most runs in a row that may be abandoned before the last one counts as failed. */
    @WithDefault("5")
    int maxAttempts();

    /** Rows per second, freeze to verdict, that an estimate assumes. */
    @WithDefault("30000")
    long estimateRowsPerSecond();

    /** Percent of contacts or emails that a live run may have more than its rehearsal had. */
    @WithDefault("20")
    int maxGrowthPercent();

    /** Interval between cuts of live engagement; zero for none. */
    @WithDefault("PT1H")
    Duration liveCutEvery();

    /** The same, later on after a commit. */
    @WithDefault("PT24H")
    Duration liveCutLaterEvery();

    /** Time after the commit at which the later interval begins. */
    @WithDefault("P7D")
    Duration liveCutLaterAfter();

    /** True builds the stores from the events at the start, even where they are full. */
    @WithDefault("false")
    boolean rebuild();

    /**
     * Offsets of records in migration.events.v1 that a person declares not to be the orchestrator's
     * ({@code GODWIT_FOREIGN_EVENTS}); a rebuild leaves them out.
     */
    Optional<List<Long>> foreignEvents();
  }

  /** Settings of signed commands, {@code godwit.commands}. */
  interface Commands {
    /** File of the public keys whose signatures count ({@code GODWIT_COMMAND_KEYS}). */
    Optional<Path> keys();

    /**
     * File of the orchestrator's private key, with which it signs commands of people whom it
     * authenticated ({@code GODWIT_COMMAND_SIGNING_KEY}).
     */
    Optional<Path> signingKey();

    /** Longest time for which a person's signature counts ({@code GODWIT_COMMAND_LIFE}). */
    @WithDefault("PT10M")
    Duration life();

    /** Commands that nobody needs to sign ({@code GODWIT_UNSIGNED_COMMANDS}); none for none. */
    @WithDefault(UNSIGNED)
    List<String> unsigned();

    /** Request, rehearse, start what is approved, pause, resume. */
    String UNSIGNED =
        "RehearseMigration,StartMigration,PauseMigration,ResumeMigration,PauseProgramme,ResumeProgramme";
  }

  /** Settings of the read model, {@code godwit.view}. */
  interface View {
    /** True drops the read model at the start, and builds it again from the topics. */
    @WithDefault("false")
    boolean rebuild();

    /** False leaves the topics unread. */
    @WithDefault("true")
    boolean read();
  }

  /** Settings of the notifications, {@code godwit.notify}. */
  interface Notifications {
    /** Address that messages are posted to; a secret. */
    Optional<String> webhook();

    /** Body of the webhook's request. */
    @WithDefault("SLACK")
    WebhookFormat webhookFormat();

    /** Value of the header Authorization of the webhook's request; a secret. */
    Optional<String> webhookAuthorization();

    /** Addresses that messages are mailed to; the mail server has the settings of Quarkus. */
    Optional<List<String>> mailTo();

    /** Time in which at most {@link #windowMessages()} messages go to a channel. */
    @WithDefault("PT1M")
    Duration window();

    /** Most messages of a channel within the window; what is more becomes one that lists them. */
    @WithDefault("5")
    int windowMessages();

    /** Time after which a message that the endpoint does not accept is given up. */
    @WithDefault("PT24H")
    Duration giveUpAfter();

    /** Address of the folder of the runbooks, which links begin with. */
    @WithDefault("deploy/runbooks/")
    String runbooks();
  }
}
