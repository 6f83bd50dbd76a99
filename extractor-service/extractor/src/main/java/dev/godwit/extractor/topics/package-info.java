/** Topics that the extractor reads back. */
package dev.godwit.extractor.topics;
