package dev.godwit.pack.draft;

import java.nio.file.Path;
import java.util.List;

/** Options of a command, of which a test changes a few. */
final class Options {
  private final Path out;
  private String url;
  private String user = "postgres";
  private List<String> schemas = List.of();
  private boolean target;
  private String name;
  private String customer;
  private boolean force;

  Options(String url, Path out) {
    this.url = url;
    this.out = out;
  }

  Options url(String other) {
    this.url = other;
    return this;
  }

  Options user(String other) {
    this.user = other;
    return this;
  }

  Options schemas(String... some) {
    this.schemas = List.of(some);
    return this;
  }

  Options target() {
    this.target = true;
    return this;
  }

  Options name(String other) {
    this.name = other;
    return this;
  }

  Options customer(String other) {
    this.customer = other;
    return this;
  }

  Options force() {
    this.force = true;
    return this;
  }

  DraftOptions build() {
    return new DraftOptions(
        url, user, "PACK_PASSWORD", schemas, target, name, out, customer, force);
  }
}
