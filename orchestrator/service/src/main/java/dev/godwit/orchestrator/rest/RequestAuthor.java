package dev.godwit.orchestrator.rest;

import dev.godwit.identity.Identity;

/** Knows whose a request is. */
interface RequestAuthor {
  /** The author of a command, with what the author may do; never null. */
  Identity of(CommandBody command);
}
