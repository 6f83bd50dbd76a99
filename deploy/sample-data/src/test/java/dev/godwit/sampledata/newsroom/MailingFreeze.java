package dev.godwit.sampledata.newsroom;

import dev.godwit.pack.Packs;
import dev.godwit.pack.install.InstallContradictedException;
import dev.godwit.pack.install.Installer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The freeze of one newsroom, installed and removed as the pack newsroom-mailing says. */
final class MailingFreeze {
  static final Path PACKS = Path.of("../../schemas/packs/newsroom");

  private MailingFreeze() {}

  static void install(Connection mailing) throws SQLException {
    run(mailing, false);
  }

  static void uninstall(Connection mailing) throws SQLException {
    run(mailing, true);
  }

  private static void run(Connection mailing, boolean removal) throws SQLException {
    Installer installer = new Installer(Packs.load(PACKS, name -> null).source("newsroom-mailing"));
    try {
      installer.run(mailing, installer.places(), removal);
    } catch (InstallContradictedException e) {
      throw new IllegalStateException(e);
    }
  }
}
