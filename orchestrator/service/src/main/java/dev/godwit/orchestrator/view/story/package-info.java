/** Events as sentences for people without knowledge of the code. Pure. */
package dev.godwit.orchestrator.view.story;
