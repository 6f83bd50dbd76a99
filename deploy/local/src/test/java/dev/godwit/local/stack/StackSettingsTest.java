package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSettingsTest {
  private static final Map<String, String> HOME = Map.of("GODWIT_HOME", "/somewhere/godwit");

  @Test
  void shouldKeepEverythingBelowOneFolderOfTheProject() {
    StackSettings settings = StackSettings.from(HOME);
    assertThat(settings.dir()).isEqualTo(Path.of("/somewhere/godwit/.godwit"));
    assertThat(settings.port(Port.BROKER)).isEqualTo(19092);
  }

  @Test
  void shouldUseAPortWhenItIsSet() {
    StackSettings settings =
        StackSettings.from(
            Map.of("GODWIT_HOME", "/somewhere/godwit", "GODWIT_PORT_BROKER", "29092"));
    assertThat(settings.serviceEnvironment()).containsEntry("GODWIT_KAFKA", "127.0.0.1:29092");
    assertThat(settings.port(Port.REGISTRY)).isEqualTo(18081);
  }

  @Test
  void shouldFindTheFolderOfThePacksFromWhereTheCommandRuns() {
    StackSettings settings =
        StackSettings.from(Map.of("GODWIT_HOME", "/somewhere/godwit", "GODWIT_PACKS", "packs"));
    assertThat(settings.serviceEnvironment())
        .containsEntry("GODWIT_PACKS", Path.of("packs").toAbsolutePath().toString());
  }

  @Test
  void shouldNameTheSettingAndTheDefaultWhenAPortIsInvalid() {
    for (String wrong : new String[] {"none", "0", "65536", "-1"}) {
      assertThatThrownBy(
              () ->
                  StackSettings.from(
                      Map.of("GODWIT_HOME", "/somewhere", "GODWIT_PORT_LOADER", wrong)))
          .isInstanceOf(StackException.class)
          .hasMessage(
              "Expected GODWIT_PORT_LOADER to be a port from 1 to 65535, but found \""
                  + wrong
                  + "\". Correct it, or unset it for 18092.");
    }
  }

  @Test
  void shouldCheckAPortWhenItIsGivenAsAnOption() {
    StackSettings settings = StackSettings.from(HOME);
    assertThat(settings.withPort(Port.POSTGRES, 25432).port(Port.POSTGRES)).isEqualTo(25432);
    assertThatThrownBy(() -> settings.withPort(Port.POSTGRES, 99999))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "Expected the port of postgres to be from 1 to 65535, but found 99999. Correct it, or"
                + " leave it out for 15432.");
  }

  @Test
  void shouldPassOnTheServicesSettingsAndPreferThem() {
    StackSettings settings =
        StackSettings.from(
            Map.of(
                "GODWIT_HOME", "/somewhere",
                "GODWIT_CHUNK_ROWS", "100",
                "GODWIT_PACKS", "/my/packs",
                "PATH", "/bin"));
    assertThat(settings.serviceEnvironment())
        .containsEntry("GODWIT_CHUNK_ROWS", "100")
        .containsEntry("GODWIT_PACKS", "/my/packs")
        .doesNotContainKey("PATH")
        .doesNotContainKey("GODWIT_HOME");
  }

  @Test
  void shouldChooseDifferentPortsWhenTheyAreToBeFree() {
    Map<Port, Integer> ports = StackSettings.from(HOME).withFreePorts().ports();
    assertThat(new HashSet<>(ports.values())).hasSize(Port.values().length);
    // Operating systems give ports from 32768 on to outgoing connections.
    assertThat(ports.values()).allSatisfy(port -> assertThat(port).isBetween(21_000, 32_767));
  }

  @Test
  void shouldGiveAddressesOnTheLoopbackOnly() {
    StackSettings.from(HOME)
        .serviceEnvironment()
        .forEach(
            (name, value) -> {
              if (name.endsWith("_URL") || name.equals("GODWIT_KAFKA")) {
                assertThat(value).as(name).contains("127.0.0.1:");
              }
            });
  }

  @Test
  void shouldFindAPartByItsNameAndListThemWhenItIsWrong() {
    assertThat(Part.named(" Postgres ")).isEqualTo(Part.POSTGRES);
    assertThatThrownBy(() -> Part.named("postgre"))
        .isInstanceOf(StackException.class)
        .hasMessageStartingWith("Expected one of [postgres, broker, registry, orchestrator,")
        .hasMessageEndingWith("but found postgre.");
  }

  @Test
  void shouldTellTheServicesOfEveryBrokerWhenThereAreThree() {
    StackSettings one = StackSettings.from(HOME);

    assertThat(one.serviceEnvironment()).containsEntry("GODWIT_KAFKA", "127.0.0.1:19092");
    assertThat(one.withBrokers(3).serviceEnvironment())
        .containsEntry("GODWIT_KAFKA", "127.0.0.1:19092,127.0.0.1:19192,127.0.0.1:19292");
  }

  @Test
  void shouldNameTheSettingWhenTheNumberOfBrokersIsNeitherOneNorThree() {
    StackSettings two = StackSettings.from(HOME).withBrokers(2);

    assertThatThrownBy(two::brokers)
        .isInstanceOf(StackException.class)
        .hasMessage(
            "Expected GODWIT_BROKERS to be 1 or 3, but found \"2\". Correct it, or unset it for"
                + " 1.");
  }

  @Test
  void shouldGivePacksTheVariablesOfTheStackBehindThoseOfTheProcess() {
    StackSettings settings =
        StackSettings.from(Map.of("GODWIT_HOME", "/x")).withPort(Port.POSTGRES, 25_432);

    Map<String, String> variables =
        settings.packEnvironment(Map.of("GODWIT_SOURCE_URL", "mine", "CLUB_URL", "club"));

    assertThat(variables)
        .containsEntry("GODWIT_SOURCE_URL", "mine")
        .containsEntry("CLUB_URL", "club")
        .containsEntry("GODWIT_PORT_POSTGRES", "25432")
        .containsEntry("GODWIT_TARGET_USER", PostgresServer.USER);
    assertThat(variables.get("GODWIT_TARGET_URL")).contains("127.0.0.1:25432");
    assertThat(settings.serviceEnvironment()).containsEntry("GODWIT_PORT_POSTGRES", "25432");
  }
}
