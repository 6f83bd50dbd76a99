/** Sessions with the databases of packs: their settings, in one place, and what lies between. */
package dev.godwit.pack.session;
