package dev.godwit.wire;

import dev.godwit.wire.security.RegistrySecurity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The client that speaks to the schema registry, as a properties file names it: the classes of its
 * serializer and deserializer and, below {@code config.}, their settings, in which {@code
 * ${registry}} stands for the registry's address; below {@code register.}, the settings that differ
 * where a schema that comes with a pack is registered with its first record; below {@code ca.},
 * {@code basic.} and {@code bearer.}, those that apply with an own certificate authority, a user
 * with a password, or a token. Godwit brings the files {@code apicurio} and {@code confluent}; a
 * path is a file of one's own. Stateless.
 */
final class SerdeClient {
  static final String SERIALIZER = "godwit.serde.serializer";
  static final String DESERIALIZER = "godwit.serde.deserializer";

  private static final String FOLDER = "/godwit/serde/";
  private static final String CONFIG = "config.";
  private static final String REGISTER = "register.";
  private static final String REGISTERING = "godwit.serde.register.";

  static {
    AvroLimits.set();
  }

  private SerdeClient() {}

  /** Settings of a client for a registry at an address, class names included. */
  static Map<String, Object> settings(
      String registryUrl, String client, RegistrySecurity security) {
    Properties file = read(client);
    Map<String, Object> settings = new HashMap<>();
    settings.put(SERIALIZER, required(file, "serializer", client));
    settings.put(DESERIALIZER, required(file, "deserializer", client));
    for (String key : file.stringPropertyNames()) {
      if (key.startsWith(CONFIG)) {
        settings.put(
            key.substring(CONFIG.length()),
            file.getProperty(key).trim().replace("${registry}", registryUrl));
      } else if (key.startsWith(REGISTER)) {
        settings.put(REGISTERING + key.substring(REGISTER.length()), file.getProperty(key).trim());
      }
    }
    security
        .groups()
        .forEach((group, texts) -> settings.putAll(ofGroup(file, client, group, texts)));
    return settings;
  }

  private static Map<String, Object> ofGroup(
      Properties file, String client, String group, Map<String, String> texts) {
    Map<String, Object> settings = new HashMap<>();
    for (String key : file.stringPropertyNames()) {
      if (key.startsWith(group + ".")) {
        String value = file.getProperty(key).trim();
        for (Map.Entry<String, String> text : texts.entrySet()) {
          value = value.replace("${" + text.getKey() + "}", text.getValue());
        }
        settings.put(key.substring(group.length() + 1), value);
      }
    }
    if (settings.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected keys that begin with %s. in the settings of the registry client %s, found none. Add them, or unset the settings GODWIT_REGISTRY_… of that kind."
              .formatted(group, client));
    }
    return settings;
  }

  static Serializer<Object> serializer(Map<String, ?> settings) {
    @SuppressWarnings("unchecked")
    Serializer<Object> serializer = make(Serializer.class, settings, SERIALIZER);
    serializer.configure(settings, false);
    return serializer;
  }

  /** A serializer that registers the schemas that the registry does not hold. */
  static Serializer<Object> registering(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(REGISTERING)) {
            all.put(key.substring(REGISTERING.length()), value);
          }
        });
    return serializer(all);
  }

  static Deserializer<Object> deserializer(Map<String, ?> settings) {
    @SuppressWarnings("unchecked")
    Deserializer<Object> deserializer = make(Deserializer.class, settings, DESERIALIZER);
    deserializer.configure(settings, false);
    return deserializer;
  }

  private static <T> T make(Class<T> type, Map<String, ?> settings, String key) {
    Object name = settings.get(key);
    if (name == null) {
      throw new IllegalArgumentException(
          "Expected the setting %s with the name of a class, found none. Take the settings from KafkaSettings.serde()."
              .formatted(key));
    }
    try {
      return type.cast(Class.forName(name.toString()).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Expected %s=%s to be a class on the class path, found %s. Build with the profile that brings this client, or choose another with GODWIT_SERDE."
              .formatted(key, name, e),
          e);
    }
  }

  /** Name of the client that the build chose. */
  static String defaultClient() {
    return required(read("default"), "name", "default");
  }

  private static Properties read(String client) {
    Properties properties = new Properties();
    try (InputStream in = open(client)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "Expected GODWIT_SERDE to be apicurio, confluent or the path of a properties file, found %s."
                .formatted(client));
      }
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Expected GODWIT_SERDE=%s to be readable, found %s.".formatted(client, e), e);
    }
    return properties;
  }

  private static InputStream open(String client) throws IOException {
    return client.indexOf('/') >= 0 || client.indexOf('\\') >= 0
        ? Files.newInputStream(Path.of(client))
        : SerdeClient.class.getResourceAsStream(FOLDER + client + ".properties");
  }

  private static String required(Properties file, String key, String client) {
    String value = file.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "Expected %s in the registry client's settings %s, found none.".formatted(key, client));
    }
    return value.trim();
  }
}
