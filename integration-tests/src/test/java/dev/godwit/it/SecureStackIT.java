package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.local.demo.DemoCommand;
import dev.godwit.local.security.CertificateAuthority;
import dev.godwit.local.security.StackTrust;
import dev.godwit.local.stack.DatabaseRole;
import dev.godwit.local.stack.Port;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.records.AccessRule;
import dev.godwit.records.AccessRules;
import dev.godwit.records.Principal;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * A stack with TLS, users and least rights, in which a migration commits: what is allowed is
 * enough, and nothing else is allowed.
 */
class SecureStackIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int UNAUTHORIZED = 401;
  private static final String NO_RIGHT = "42501";

  private static StackSettings settings;
  private static Stack stack;
  private static String demo;
  private static int exitCode;

  /** The demo starts it and moves a customer; the other cases use what it leaves running. */
  @BeforeAll
  static void runTheDemo() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    settings =
        StackSettings.from(StackSettings.processEnvironment())
            .withDir(Files.createTempDirectory(target, "stack-secure-"))
            .withFreePorts()
            .withSecurity();
    stack = new Stack(settings);
    List<String> arguments =
        new ArrayList<>(List.of("--secure", "--keep", "--json", "--contacts", "200", "--dir"));
    arguments.add(settings.dir().toString());
    settings
        .ports()
        .forEach((port, number) -> arguments.addAll(List.of("--port", port + "=" + number)));
    StringWriter out = new StringWriter();
    exitCode =
        new CommandLine(new DemoCommand())
            .setOut(new PrintWriter(out))
            .execute(arguments.toArray(String[]::new));
    demo = out.toString();
  }

  @AfterAll
  static void stop() {
    stack.stop(line -> {});
  }

  @Test
  void shouldCommitAMigration() throws IOException {
    assertThat(exitCode).isZero();
    assertThat(new ObjectMapper().readTree(demo).get("done").asBoolean()).isTrue();
  }

  @Test
  void shouldAllowEachPrincipalWhatTheCatalogueSaysAndNothingElse() throws Exception {
    List<AccessRule> rules = AccessRules.of(TopicCatalogue.load(), List.of());
    for (Principal principal : Principal.values()) {
      Map<String, Set<String>> wanted = new TreeMap<>();
      for (Topic topic : TopicCatalogue.load().topics()) {
        wanted.put(
            topic.name(),
            rules.stream()
                .filter(rule -> rule.principal() == principal && rule.name().equals(topic.name()))
                .map(rule -> rule.operation().name())
                .collect(Collectors.toCollection(TreeSet::new)));
      }
      assertThat(allowed(principal, wanted.keySet())).as(principal.label()).isEqualTo(wanted);
    }
  }

  @Test
  void shouldRefuseEachPrincipalToWriteATopicThatIsNotItsOwn() {
    for (Principal principal : Principal.values()) {
      Map<String, Object> config = kafka(principal).producer("refused-" + principal);
      config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
      config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
        for (Topic topic : TopicCatalogue.load().topics()) {
          if (!topic.writers().contains(principal)) {
            assertThatThrownBy(
                    () -> producer.send(new ProducerRecord<>(topic.name(), 0, null, null)).get())
                .as(principal + " writes " + topic.name())
                .hasCauseInstanceOf(TopicAuthorizationException.class);
          }
        }
      }
    }
  }

  @Test
  void shouldRefuseEachPrincipalToReadATopicThatIsNotForIt() {
    for (Principal principal : Principal.values()) {
      for (Topic topic : TopicCatalogue.load().topics()) {
        if (!topic.readers().contains(principal)) {
          try (KafkaConsumer<byte[], byte[]> consumer =
              new KafkaConsumer<>(kafka(principal).consumer(null))) {
            TopicPartition first = new TopicPartition(topic.name(), 0);
            consumer.assign(Set.of(first));
            consumer.seek(first, 0);
            assertThatThrownBy(() -> consumer.poll(TIMEOUT))
                .as(principal + " reads " + topic.name())
                .isInstanceOf(TopicAuthorizationException.class);
          }
        }
      }
    }
  }

  @Test
  void shouldRefuseAPrincipalTheTransactionsAndGroupsOfAnother() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka(Principal.WEBHOOKS).transactionalProducer("loader-x"))) {
      assertThatThrownBy(producer::initTransactions)
          .isInstanceOf(TransactionalIdAuthorizationException.class);
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka(Principal.VALIDATOR).consumer("godwit-loader-x"))) {
      consumer.subscribe(List.of(Topics.TASKS));
      assertThatThrownBy(() -> consumer.poll(TIMEOUT)).isInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void shouldRefuseABrokerWhoseCertificateIsOfAnotherAuthority() throws IOException {
    CertificateAuthority other = CertificateAuthority.create("another", Duration.ofDays(1));
    Path ca =
        Files.writeString(settings.dir().resolve("other.pem"), other.identity().certificate());
    assertThat(failure(with(Map.of("GODWIT_KAFKA_CA", ca.toString()))))
        .isInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void shouldRefuseAnExpiredCertificateAndOneOfAnotherHost() throws IOException {
    CertificateAuthority authority = authority();
    Instant now = Instant.now();
    try (TlsEndpoint expired =
            new TlsEndpoint(
                authority.sign("broker", null, now.minus(Duration.ofDays(9)), Duration.ofDays(1)));
        TlsEndpoint other =
            new TlsEndpoint(authority.sign("broker", "elsewhere", now, Duration.ofDays(1)));
        TlsEndpoint good =
            new TlsEndpoint(authority.sign("broker", null, now, Duration.ofDays(1)))) {
      KafkaSettings kafka = with(Map.of());
      assertThat(failure(kafka.at(expired.address())))
          .isInstanceOf(SslAuthenticationException.class);
      assertThat(failure(kafka.at(other.address()))).isInstanceOf(SslAuthenticationException.class);
      // The others differ from this one: here the handshake is accepted, and no broker answers.
      assertThat(failure(kafka.at(good.address())))
          .isNotInstanceOf(SslAuthenticationException.class);

      HttpClient http = http();
      for (TlsEndpoint wrong : List.of(expired, other)) {
        assertThatThrownBy(() -> get(http, "https://" + wrong.address(), null))
            .isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  @Test
  void shouldRefuseAUserWithoutPasswordAndOneThatIsRevoked() throws Exception {
    Path wrong = Files.writeString(settings.dir().resolve("wrong"), "wrong");
    assertThat(failure(with(Map.of("GODWIT_KAFKA_PASSWORD_FILE", wrong.toString()))))
        .isInstanceOf(SaslAuthenticationException.class);

    KafkaSettings publisher = kafka(Principal.PUBLISHER);
    assertThat(failure(publisher)).isNull();
    try (Admin owner = Admin.create(settings.kafka().admin(TIMEOUT, TIMEOUT))) {
      owner
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialDeletion(
                      Principal.PUBLISHER.user(), ScramMechanism.SCRAM_SHA_512)))
          .all()
          .get();
    }
    Conditions.await(
        "a revoked user is refused",
        () -> failure(publisher) instanceof SaslAuthenticationException);
  }

  @Test
  void shouldRefuseHttpWithoutTlsAndTheRegistryWithoutAUser() throws Exception {
    HttpClient http = http();
    for (Port port : List.of(Port.ORCHESTRATOR, Port.REGISTRY, Port.LOADER, Port.WEBHOOKS)) {
      assertThatThrownBy(
              () -> get(http, "http://127.0.0.1:" + settings.port(port) + "/q/health", null))
          .as(port.name())
          .isInstanceOf(IOException.class);
    }
    String subjects =
        "https://127.0.0.1:" + settings.port(Port.REGISTRY) + "/apis/ccompat/v7/subjects";
    assertThat(get(http, subjects, null)).isEqualTo(UNAUTHORIZED);
    assertThat(get(http, subjects, "Basic d3Jvbmc6d3Jvbmc=")).isEqualTo(UNAUTHORIZED);
    assertThat(
            get(
                http,
                subjects,
                settings.kafka().security().registry().authorization().orElseThrow()))
        .isEqualTo(200);
  }

  @Test
  void shouldLetEachRoleDoWhatItMustInTheDatabasesAndNoMore() throws SQLException {
    String customer = "select id from customer limit 1";
    refused(DatabaseRole.LOADER, "legacy", customer);
    refused(DatabaseRole.VALIDATOR, "legacy", customer);
    refused(DatabaseRole.EXTRACTOR, "crm", "select 1");
    refused(DatabaseRole.ORCHESTRATOR, "crm", "select 1");
    refused(DatabaseRole.LOADER, "godwit", "select 1");
    refused(DatabaseRole.EXTRACTOR, "legacy", "delete from contact");
    refused(DatabaseRole.EXTRACTOR, "legacy", "update customer set name = 'x'");
    refused(DatabaseRole.EXTRACTOR, "legacy", "create table public.mine (id int)");
    refused(DatabaseRole.VALIDATOR, "crm", "delete from crm.account");
    refused(DatabaseRole.TRANSFORMER, "crm", "update crm.account set enabled = true");
    refused(DatabaseRole.LOADER, "crm", "drop table crm.engagement");
    refused(DatabaseRole.LOADER, "crm", "create schema mine");
    refused(DatabaseRole.LOADER, "crm", "truncate crm.engagement");
    refused(DatabaseRole.VALIDATOR, "crm", "set session_replication_role = replica");
    refused(DatabaseRole.TRANSFORMER, "crm", "set session_replication_role = replica");
    refused(DatabaseRole.EXTRACTOR, "legacy", "set session_replication_role = replica");
    refused(DatabaseRole.VALIDATOR, "crm", "delete from godwit.run");
    try (Connection loader = open(DatabaseRole.LOADER, "crm", "verify-full");
        Statement statement = loader.createStatement()) {
      assertThat(statement.executeQuery("select 1 from crm.account").next()).isTrue();
    }
    assertThatThrownBy(() -> open(DatabaseRole.LOADER, "crm", "disable"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no encryption");
  }

  private static void refused(DatabaseRole role, String database, String sql) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = open(role, database, "verify-full");
                  Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            })
        .as(role + " in " + database + ": " + sql)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NO_RIGHT));
  }

  private static Connection open(DatabaseRole role, String database, String mode)
      throws SQLException {
    String password =
        settings.secrets().read("database-" + role.name().toLowerCase(Locale.ROOT)).orElseThrow();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=%s&sslrootcert=%s"
            .formatted(settings.port(Port.POSTGRES), database, mode, settings.security().ca()),
        role.user(),
        password);
  }

  /** Operations that the broker says a principal may do on topics; none where it hides one. */
  private static Map<String, Set<String>> allowed(Principal principal, Set<String> topics)
      throws Exception {
    Map<String, Set<String>> allowed = new TreeMap<>();
    try (Admin admin = Admin.create(kafka(principal).admin(TIMEOUT, TIMEOUT))) {
      for (String topic : topics) {
        try {
          allowed.put(
              topic,
              admin
                  .describeTopics(
                      List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                  .allTopicNames()
                  .get()
                  .get(topic)
                  .authorizedOperations()
                  .stream()
                  .map(AclOperation::name)
                  .collect(Collectors.toCollection(TreeSet::new)));
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
          allowed.put(topic, new TreeSet<>());
        }
      }
    }
    return allowed;
  }

  /** Settings of a client of a principal. */
  private static KafkaSettings kafka(Principal principal) {
    return with(
        Map.of(
            "GODWIT_KAFKA_USER",
            principal.user(),
            "GODWIT_KAFKA_PASSWORD_FILE",
            settings.secrets().file("kafka-" + principal.user()).toString()));
  }

  /** Settings of the owner's client, some of them changed. */
  private static KafkaSettings with(Map<String, String> changes) {
    Map<String, String> environment = new TreeMap<>(settings.serviceEnvironment());
    environment.putAll(changes);
    return KafkaSettings.of(environment);
  }

  /** The reason for which a client cannot ask the broker anything; null where it can. */
  private static Throwable failure(KafkaSettings kafka) {
    try (Admin admin = Admin.create(kafka.admin(Duration.ofSeconds(3), Duration.ofSeconds(6)))) {
      admin.describeCluster().nodes().get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CertificateAuthority authority() {
    return CertificateAuthority.of(
        new CertificateAuthority.Identity(
            settings.secrets().read("ca.pem").orElseThrow(),
            settings.secrets().read("ca-key.pem").orElseThrow()));
  }

  private static HttpClient http() {
    return HttpClient.newBuilder().sslContext(StackTrust.context(settings.security().ca())).build();
  }

  private static int get(HttpClient http, String address, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
