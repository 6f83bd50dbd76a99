package dev.godwit.it;

import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.local.stack.TopicDeployment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.kafka.KafkaContainer;

/**
 * PostgreSQL and Kafka in containers; the registry stays a process of the stack. The broker's image
 * has the settings of the embedded broker.
 */
final class ContainerParts implements InfrastructureParts {
  private static final String POSTGRES_IMAGE = "postgres:18";
  private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
  private static final List<String> DATABASES = List.of("legacy", "crm", "godwit");

  private final PostgreSQLContainer<?> postgres =
      new PostgreSQLContainer<>(POSTGRES_IMAGE).withUsername("postgres").withPassword("postgres");
  private final KafkaContainer kafka =
      new KafkaContainer(KAFKA_IMAGE)
          .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
          .withEnv("KAFKA_TRANSACTION_MAX_TIMEOUT_MS", "900000");

  /** Whether there is a container engine. */
  static boolean engineIsThere() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public Stack start(StackSettings settings) {
    postgres.start();
    kafka.start();
    makeDatabases();
    StackSettings outside = settings.withVariable("GODWIT_KAFKA", kafka.getBootstrapServers());
    for (Map.Entry<String, String> each :
        Map.of("SOURCE", "legacy", "TARGET", "crm", "DB", "godwit").entrySet()) {
      String prefix = "GODWIT_" + each.getKey();
      outside =
          outside
              .withVariable(prefix + "_URL", url(each.getValue()))
              .withVariable(prefix + "_USER", postgres.getUsername())
              .withVariable(prefix + "_PASSWORD", postgres.getPassword());
    }
    Stack stack = new Stack(outside);
    stack.start(EnumSet.of(Part.REGISTRY), line -> {});
    TopicDeployment.deploy(stack.settings().kafka());
    return stack;
  }

  private void makeDatabases() {
    try (Connection connection = open("postgres");
        Statement statement = connection.createStatement()) {
      for (String database : DATABASES) {
        statement.execute("create database " + database);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Making databases in a container", e);
    }
  }

  private Connection open(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", "postgres");
  }

  private String url(String database) {
    return "jdbc:postgresql://"
        + postgres.getHost()
        + ":"
        + postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)
        + "/"
        + database;
  }

  @Override
  public boolean embedded() {
    return false;
  }

  @Override
  public void close() {
    kafka.stop();
    postgres.stop();
  }
}
