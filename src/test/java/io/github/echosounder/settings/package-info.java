/** The settings: names, defaults, ranges, and what is said of wrong ones. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.settings;
