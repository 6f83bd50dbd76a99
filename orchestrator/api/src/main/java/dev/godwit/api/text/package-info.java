/**
 * The wording and layout of answers for people. A presenter turns an answer into a document of
 * words, figures and tables; the text renderer here and the pages of the service only lay it out,
 * so a terminal and a browser say the same. Pure; all types are immutable and thread-safe unless
 * they say otherwise.
 */
package dev.godwit.api.text;
