/** The frozen source is read again before the commit, and compared with what was extracted. */
package dev.godwit.extractor.recheck;
