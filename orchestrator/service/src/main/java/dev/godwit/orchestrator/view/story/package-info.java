/** Events as sentences for people who do not know the code. Pure. */
package dev.godwit.orchestrator.view.story;
