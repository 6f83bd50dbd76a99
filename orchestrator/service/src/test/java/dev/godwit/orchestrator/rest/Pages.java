package dev.godwit.orchestrator.rest;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The templates of the pages, rendered as the service does. */
final class Pages {
  private Pages() {}

  static Engine engine() {
    return Engine.builder()
        .addDefaults()
        .addValueResolver(new ReflectionValueResolver())
        .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
        .strictRendering(true)
        .addLocator(
            id ->
                Optional.of(
                    new TemplateLocator.TemplateLocation() {
                      @Override
                      public Reader read() {
                        return new StringReader(source(id));
                      }

                      @Override
                      public Optional<Variant> getVariant() {
                        return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
                      }
                    }))
        .build();
  }

  private static String source(String id) {
    try (InputStream in = Pages.class.getResourceAsStream("/templates/" + id + ".html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
