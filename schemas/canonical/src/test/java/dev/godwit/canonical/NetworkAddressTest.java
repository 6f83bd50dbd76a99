package dev.godwit.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,10.1.2.3",
    "10.1.2.3/32,10.1.2.3",
    "10.1.2.3/8,10.1.2.3/8",
    "0.0.0.0/0,0.0.0.0/0",
    "::,::",
    "::1,::1",
    "2001:DB8:0:0:0:0:0:1,2001:db8::1",
    "2001:db8::1/64,2001:db8::1/64",
    "1:0:0:2:0:0:0:3,1:0:0:2::3",
    "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
    "fe80::,fe80::",
    "::ffff:1.2.3.4,::ffff:1.2.3.4",
    "::ffff:0102:0304,::ffff:1.2.3.4",
    "::1.2.3.4,::1.2.3.4",
    "64:ff9b::1.2.3.4,64:ff9b::102:304"
  })
  void shouldWriteAsPostgresDoesWhenItIsAnAddress(String text, String canonical) {
    assertThat(NetworkAddress.parse(text, false).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.0.0.0/8",
    "10.1.2.3,10.1.2.3/32",
    "2001:db8::/32,2001:db8::/32",
    "::/0,::/0"
  })
  void shouldAlwaysWriteTheBitsWhenItIsANetwork(String text, String canonical) {
    assertThat(NetworkAddress.parse(text, true).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/-1",
        "1:2",
        "1::2::3",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "fe80::1%eth0",
        "::1.2.3.4:5",
        "::/129"
      })
  void shouldRefuseWhenATextIsNoAddress(String text) {
    assertThatThrownBy(() -> NetworkAddress.parse(text, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1/8", "2001:db8::1/32", "1.0.0.0/0"})
  void shouldRefuseANetworkWhenBitsBeyondItsLengthAreSet(String text) {
    assertThatThrownBy(() -> NetworkAddress.parse(text, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beyond its length");
  }
}
