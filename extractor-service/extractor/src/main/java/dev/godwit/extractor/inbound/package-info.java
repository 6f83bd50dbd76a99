/** The extractor's task handlers, one for each type of task. */
package dev.godwit.extractor.inbound;
